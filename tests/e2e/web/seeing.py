"""Playwright's assertions about what a person sees, imported when they are first used.

Tests are collected where Playwright is not installed, too.
"""

from typing import TYPE_CHECKING, Any

__all__ = ["expect"]

if TYPE_CHECKING:
    from playwright.sync_api import expect
else:

    def expect(actual: Any, message: str | None = None) -> Any:
        from playwright.sync_api import expect as playwright_expect

        return playwright_expect(actual, message)
