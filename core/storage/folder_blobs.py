"""Contents as files under one folder."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from core.storage.part_file import sweep, written

PARTS = ".parts"
CHUNK = 1 << 20
TRIES = 50


class FolderBlobs:
    """A blob store in a folder, which must be one file system. Safe for several threads and processes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._parts = root / PARTS
        sweep(self._parts)

    def write(self, key: str, chunks: Iterable[bytes]) -> int:
        """Store the chunks under the key; the size in bytes. Raises FileExistsError if it is taken."""
        target = self._target(key)
        with written(self._parts, chunks) as part:
            _link(part.path, target)
            return part.size

    def path(self, key: str) -> Path:
        """The file of a key; raises FileNotFoundError."""
        target = self._target(key)
        if not target.is_file():
            raise FileNotFoundError(key)
        return target

    def read(self, key: str) -> Iterator[bytes]:
        """The content in chunks; raises FileNotFoundError."""
        with self.path(key).open("rb") as stream:
            while chunk := stream.read(CHUNK):
                yield chunk

    def delete(self, key: str) -> bool:
        """Remove a file, and the folders that are empty then; whether there was one."""
        target = self._target(key)
        try:
            target.unlink()
        except FileNotFoundError:
            return False
        for folder in target.relative_to(self.root.resolve()).parents[:-1]:
            with suppress(OSError):  # it is in use
                (self.root / folder).rmdir()
        return True

    def put_away(self, key: str) -> None:
        """Remove a file: folders have no history."""
        self.delete(key)

    def keys(self, prefix: str) -> Iterator[str]:
        """The keys that begin so, in order."""
        start = self.root / prefix.rpartition("/")[0]
        if start.resolve() not in (self.root.resolve(), *self._target(f"{prefix}x").parents):
            return
        found = (path.relative_to(self.root).as_posix() for path in start.rglob("*") if path.is_file())
        yield from sorted(key for key in found if key.startswith(prefix) and not key.startswith(PARTS))

    def _target(self, key: str) -> Path:
        """The file of a key, never outside the folder."""
        target = (self.root / key).resolve()
        root = self.root.resolve()
        if root not in target.parents or root / PARTS in (target, *target.parents):
            raise ValueError("a blob key must stay inside its folder")
        return target


def _link(part: Path, target: Path) -> None:
    """Give a file its name; unlike a rename that never replaces. Raises FileExistsError."""
    for left in reversed(range(TRIES)):
        made = [folder for folder in target.parents if not folder.exists()]
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            os.link(part, target)
            _settle([target.parent, *(folder.parent for folder in made)])
        except (FileNotFoundError, FileExistsError):
            if not left or target.exists():
                raise  # else the folder was empty, and was removed meanwhile
        else:
            return


def _settle(folders: Iterable[Path]) -> None:
    """Let the names in these folders survive a power cut, as contents do."""
    for folder in dict.fromkeys(folders):
        with suppress(FileNotFoundError):  # it was empty again, and was removed meanwhile
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
