"""The doors that keep their threads in the home folder; others are reached over the network."""

from collections.abc import Callable
from pathlib import Path

from adapters.console.door import PLATFORM as CONSOLE
from adapters.console.door import ConsoleDoor
from adapters.web.door import WebDoor
from core.storage.database import Database

WEB_DATABASE = "web.db"
"""The pages' own file, so that many readers of pages do not hold up the work."""


def open_console_door(home: Path, show: Callable[[str], None]) -> ConsoleDoor:
    """The terminal; ``show`` prints."""
    return ConsoleDoor(home / CONSOLE, show)


def open_web_door(home: Path) -> tuple[Database, WebDoor]:
    """The browser, and the database to close in the end."""
    database = Database(home / WEB_DATABASE)
    return database, WebDoor(database, home / "uploads")
