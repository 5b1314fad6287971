"""Logs: structured, bound to run, thread and user, and without message texts."""

import logging
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol, Self, TextIO, cast

import structlog


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
    as_text = structlog.dev.ConsoleRenderer(
        colors=False,
        repr_native_str=True,
        exception_formatter=structlog.dev.plain_traceback,  # others show local variables: secrets, texts
    )
    renderer: Any = structlog.processors.JSONRenderer() if form == "json" else as_text
    processors: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if form == "json":
        processors.append(structlog.processors.format_exc_info)
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
    """A log that never fails who writes to it: what cannot be written to the file goes to stderr, if it can."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a", encoding="utf-8", errors="backslashreplace", buffering=1)

    def write(self, text: str) -> int:
        """Write one event."""
        try:
            return self._file.write(text)
        except (OSError, ValueError):  # a full disk; or a thread that outlives the command
            with suppress(OSError, ValueError):  # which may be a file on the same disk
                return sys.stderr.write(text)
            return 0

    def flush(self) -> None:
        """Nothing to do: every line goes out at once."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # said on stderr when it happened
            self._file.close()


def log_file(home: Path) -> LogFile:
    """The log of commands that own the terminal; opened for appending."""
    return LogFile(home / "dataops.log")
