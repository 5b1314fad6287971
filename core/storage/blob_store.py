"""Where artifact contents rest."""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol


class BlobStore(Protocol):
    """Contents by key; a key is written whole or not at all."""

    def write(self, key: str, chunks: Iterable[bytes]) -> int:
        """Store the chunks under the key, replacing what was there; the size in bytes."""
        ...

    def path(self, key: str) -> Path:
        """A local file with the content; raises FileNotFoundError."""
        ...
