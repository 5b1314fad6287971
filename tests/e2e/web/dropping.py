"""What is dragged from elsewhere and dropped on a page, as the desktop does it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.e2e.web.chat import Chat

if TYPE_CHECKING:
    from playwright.sync_api import Locator


def drop(chat: Chat, *files: Path) -> None:
    """Drop files of the machine on the conversation."""
    data = {"items": [], "files": [str(file) for file in files], "dragOperationsMask": 1}
    _drop(chat, data, chat.page.get_by_role("main"))


def drop_text(chat: Chat, text: str, place: "Locator") -> None:
    """Drop text that was dragged from another window on a part of the page."""
    data = {"items": [{"mimeType": "text/plain", "data": text}], "files": [], "dragOperationsMask": 1}
    _drop(chat, data, place)


def _drop(chat: Chat, data: dict[str, Any], place: "Locator") -> None:
    devtools = chat.page.context.new_cdp_session(chat.page)
    area = place.bounding_box()
    assert area is not None
    at = {"x": area["x"] + area["width"] / 2, "y": area["y"] + min(100, area["height"] / 2)}
    for kind in ("dragEnter", "dragOver", "drop"):
        devtools.send("Input.dispatchDragEvent", {"type": kind, "data": data} | at)
