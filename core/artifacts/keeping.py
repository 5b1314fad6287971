"""How a store of artifacts keeps contents."""

import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from core.artifacts.contents import Encryption
from core.storage.local_copies import LocalCopies


@dataclass(frozen=True, slots=True)
class Keeping:
    """``copies`` are local ones, where contents rest elsewhere; ``encryption`` says what is encrypted.

    ``keep`` is how long artifacts are kept that say nothing of it. ``spool`` is a folder for what comes in
    parts.
    """

    copies: LocalCopies | None = None
    encryption: Encryption | None = None
    keep: timedelta | None = None
    spool: Path = Path(tempfile.gettempdir())
