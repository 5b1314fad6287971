"""Logs: structured, bound to run, thread and user, and without message texts."""

import fcntl
import logging
import os
import stat
import sys
import threading
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol, Self, TextIO, cast

import structlog

from core.logged_errors import without_texts

NAME = "dataops.log"
LARGEST = 20 << 20
"""Bytes of a log that is put aside."""

OLD_LOGS = tuple(f"{NAME}.{number}" for number in range(1, 5))
"""Those that are kept, the newest first."""


class LogStream(Protocol):
    """What a log is written to."""

    def write(self, text: str, /) -> int:
        """Write one event."""
        ...

    def flush(self) -> None:
        """Send on what was written."""
        ...


def configure_logging(level: str, form: str, stream: LogStream) -> None:
    """Write events of at least this level to a stream, as JSON lines or as text."""
    as_text = structlog.dev.ConsoleRenderer(colors=False, repr_native_str=True)
    renderer: Any = structlog.processors.JSONRenderer() if form == "json" else as_text
    processors: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_texts,
    ]
    structlog.configure(
        processors=[*processors, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=_write_to(stream),
        cache_logger_on_first_use=False,
    )


def _write_to(stream: LogStream) -> structlog.WriteLoggerFactory:
    """The factory asks for a whole file, and uses these two methods."""
    return structlog.WriteLoggerFactory(cast("TextIO", stream))


def log_to_stderr() -> None:
    """Warnings as text beside what a command prints."""
    configure_logging("WARNING", "text", sys.stderr)


class LogFile:
    """A log that never fails who writes to it: what cannot go to the file goes to stderr, if it can.

    At ``LARGEST`` bytes the file is put aside, under the first of the names of ``OLD_LOGS``. Several
    processes may write to one log. Only its owner may read it.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._lock = threading.Lock()
        self._file = _opened(path)

    def write(self, text: str) -> int:
        """Write one event."""
        try:
            with self._lock:
                self._turn()
                return self._file.write(text)
        except (OSError, ValueError):  # a full disk; or a thread that outlives the command
            with suppress(OSError, ValueError):  # which may be a file on the same disk
                return sys.stderr.write(text)
            return 0

    def flush(self) -> None:
        """Nothing to do: every line goes out at once."""

    def _turn(self) -> None:
        """Begin a new file where this one is full, or another process has put it aside."""
        mine = os.fstat(self._file.fileno())
        if mine.st_size >= LARGEST and stat.S_ISREG(mine.st_mode):
            with suppress(OSError):  # another process is at it; or nothing can be renamed, and the file grows
                self._put_aside(mine)
        if not self._is_there(mine):
            full, self._file = self._file, _opened(self._path)
            full.close()

    def _put_aside(self, mine: os.stat_result) -> None:
        names = [self._path, *map(self._path.with_name, OLD_LOGS)]
        fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            for newer, older in reversed(list(pairwise(names))) if self._is_there(mine) else ():
                if newer.exists():
                    newer.replace(older)
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def _is_there(self, mine: os.stat_result) -> bool:
        """Whether the log still is the file that this process writes to."""
        try:
            return os.path.samestat(mine, self._path.stat())
        except FileNotFoundError:
            return False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # said on stderr when it happened
            self._file.close()


def _opened(path: Path) -> TextIO:
    """The file, for appending. Others lose the right to read one that an earlier release made."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with suppress(OSError):  # it is somebody else's
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.fchmod(descriptor, 0o600)
    return os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace", buffering=1)


def log_file(home: Path) -> LogFile:
    """The log of commands that own the terminal; opened for appending."""
    return LogFile(home / NAME)
