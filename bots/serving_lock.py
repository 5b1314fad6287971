"""One serving process a home: a lock that the operating system releases whatever happens to its holder."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import UserFacingError

NAME = "serving"


@contextmanager
def serving_lock(home: Path, address: str) -> Iterator[None]:
    """Hold the lock, and say in its file where this process serves; raises UserFacingError if it is taken."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / NAME).open("a+", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            stream.seek(0)
            raise UserFacingError(
                f"Another process serves {home.resolve()} already, at {stream.read()}; stop it "
                "first, or set DATAOPS_HOME elsewhere."
            ) from error
        stream.truncate(0)
        stream.write(address)
        stream.flush()
        try:
            yield
        finally:
            stream.truncate(0)


def serving_address(home: Path) -> str | None:
    """Where a process serves this home; None if none does."""
    path = home / NAME
    if not path.is_file():
        return None
    with path.open("r+", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return stream.read() or None
    return None  # whoever wrote it has ended
