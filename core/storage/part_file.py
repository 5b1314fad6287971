"""Files that are being written: out of sight until they are whole."""

import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ABANDONED_SECONDS = 24 * 3600
"""After this long nobody writes on; the process that began it is dead."""

PREFIX = ".part-"


@dataclass(frozen=True, slots=True)
class Part:
    """A whole file without a name yet, and its size in bytes."""

    path: Path
    size: int


@contextmanager
def written(folder: Path, chunks: Iterable[bytes]) -> Iterator[Part]:
    """Write chunks to a new file in a folder, to be linked or renamed; it is removed at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=PREFIX)
    path = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            for chunk in chunks:
                stream.write(chunk)
            stream.flush()
            os.fsync(stream.fileno())
            size = stream.tell()
        yield Part(path, size)
    finally:
        path.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove what dead processes left in a folder."""
    for path in folder.glob(f"{PREFIX}*"):
        try:
            if path.stat().st_mtime < time.time() - ABANDONED_SECONDS:
                path.unlink(missing_ok=True)
        except FileNotFoundError:
            continue  # its writer was not dead, and is done
