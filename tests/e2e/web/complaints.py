"""What a browser's console says against a page: errors, refused content, scripts that failed."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, WebError


class Complaints:
    """Gathers complaints; those that a case brings about on purpose are allowed by name."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._allowed: list[str] = []

    def listen(self, context: "BrowserContext") -> None:
        """Hear every page of a browser."""
        context.on("console", self._console)
        context.on("weberror", self._error)

    def allow(self, pattern: str) -> None:
        """Expect complaints in which a regular expression is found."""
        self._allowed.append(pattern)

    @property
    def unexpected(self) -> list[str]:
        """What nobody allowed."""
        return [said for said in self._said if not any(re.search(each, said) for each in self._allowed)]

    def _console(self, message: "ConsoleMessage") -> None:
        if message.type in ("error", "warning"):
            self._said.append(f"{message.type}: {message.text} ({message.location['url']})")

    def _error(self, error: "WebError") -> None:
        self._said.append(f"uncaught: {error.error}")
