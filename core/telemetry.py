"""Logs: structured, bound to run, thread and user, and without message texts."""

import logging
import sys
from pathlib import Path
from typing import Any, TextIO

import structlog


def configure_logging(level: str, form: str, stream: TextIO) -> None:
    """Write events of at least this level to a stream, as JSON lines or as text."""
    as_text = structlog.dev.ConsoleRenderer(colors=False, repr_native_str=True)
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
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )


def log_to_stderr() -> None:
    """Warnings as text beside what a command prints."""
    configure_logging("WARNING", "text", sys.stderr)


def log_file(home: Path) -> TextIO:
    """The log of commands that own the terminal; opened for appending."""
    home.mkdir(parents=True, exist_ok=True)
    return (home / "dataops.log").open("a", encoding="utf-8", errors="backslashreplace")
