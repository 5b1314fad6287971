"""Local files with contents that rest elsewhere, or rest there in another form."""

import os
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from core.storage.part_file import PREFIX, sweep, written

IN_USE_SECONDS = 600
"""A file that was handed out so lately stays, though there are too many: somebody is about to open it."""


class LocalCopies:
    """At most ``limit`` bytes in a folder of this alone; what was not used for longest goes first.

    With ``seconds`` a copy also goes when nobody used it for so long. Safe for several threads and processes.
    """

    def __init__(
        self, folder: Path, limit: int, seconds: float | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        self.folder = folder
        self._limit = limit
        self._seconds = seconds
        self._clock = clock
        self._locks = [threading.Lock() for _ in range(64)]
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.shrink()

    def path(self, key: str, chunks: Callable[[], Iterable[bytes]]) -> Path:
        """The copy of a key, made from the chunks if there is none; if they raise, there is none."""
        target = self._target(key)
        with self._locks[int(target.name[:8], 16) % len(self._locks)]:
            if not self._used(target):
                with written(self.folder, chunks()) as part:
                    part.path.rename(target)
                self._used(target)
                self.shrink()
        return target

    def drop(self, key: str) -> None:
        """Remove the copy of a key."""
        self._target(key).unlink(missing_ok=True)

    def shrink(self) -> None:
        """Remove what is too much or too old."""
        sweep(self.folder)
        now, total = self._clock(), 0
        for used, size, path in sorted(self._files(), reverse=True):
            total += size
            too_old = self._seconds is not None and used < now - self._seconds
            if too_old or (total > self._limit and used < now - IN_USE_SECONDS):
                path.unlink(missing_ok=True)

    def _used(self, target: Path) -> bool:
        """Note that a copy is used now; whether there is one."""
        try:
            os.utime(target, ns=(int(self._clock() * 1e9), target.stat().st_mtime_ns))
        except FileNotFoundError:
            return False
        return True

    def _files(self) -> Iterable[tuple[float, int, Path]]:
        """When each was used last, and its size."""
        for path in self.folder.iterdir():
            with suppress(FileNotFoundError):
                status = path.stat()
                if not path.name.startswith(PREFIX):
                    yield status.st_atime, status.st_size, path

    def _target(self, key: str) -> Path:
        return self.folder / sha256(key.encode()).hexdigest()
