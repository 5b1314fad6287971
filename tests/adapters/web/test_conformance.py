"""The browser's door keeps what every door must keep."""

from pathlib import Path

import pytest

from adapters.web.door import WebDoor
from adapters.web.pages import Pages, Reader
from core.chat.conformance import CHECKS, Check, Subject
from core.chat.inbound import Actor
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.storage.database import Database
from tests.adapters.web.browser import tags_of, text_of

PAGES = Pages()


class Page:
    """What somebody sees who opens a thread."""

    def __init__(self, door: WebDoor) -> None:
        self.door = door
        self.seen: list[str] = []

    def posts(self, thread: ThreadRef) -> list[str]:
        reader = Reader("ana", "0")
        viewer = str(Actor(platform="web", tenant="local", id="ana"))
        shown = [PAGES.post(reader, post) for post in self.door.posts.latest(thread, viewer, 1000)]
        self.seen += shown
        return [text_of(html) for html in shown]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
async def test_the_browsers_door(tmp_path: Path, check: Check) -> None:
    database = Database(tmp_path / "web.db")
    page = Page(WebDoor(database, tmp_path / "uploads"))
    await check(
        Subject(
            door=page.door,
            channel=ChannelRef(platform="web", tenant="local", channel="a long: name/.."),
            actor=Actor(platform="web", tenant="local", id="ana"),
            observer=page,
            folder=tmp_path,
        )
    )
    database.close()
    for html in page.seen:
        assert not set(html) & {"\x1b", "\x9b", "\x00", "\x07", "\u202e"}
        for tag, attributes in tags_of(html):
            assert tag not in ("script", "style", "iframe", "object", "link", "base")
            assert not [name for name in attributes if name.startswith("on")]
            assert not str(attributes.get("href", "")).lower().startswith("javascript")
