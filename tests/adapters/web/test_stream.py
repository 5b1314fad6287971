"""The live connection of an open page."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import orjson
from aiohttp import WSCloseCode, WSMsgType

from adapters.web.post import Shown
from adapters.web.problems import LOGIN_OVER
from bots.doors import WEB_DATABASE
from core.chat.card import Card
from core.chat.thread_ref import ChannelRef
from tests.adapters.web.browser import CHANNEL, open_browser, text_of

THREAD = ChannelRef.parse("web:local:night-batch").thread("1")
PATH = f"{CHANNEL}/t/1"


def card(title: str) -> Card:
    return Card(kind="answer", title=title)


def posts(data: bytes) -> list[str]:
    return [text_of(post["html"]) for post in orjson.loads(data).get("posts", ())]


@contextmanager
def pulled_away(database: Path, table: str) -> Iterator[None]:
    """While this lasts, whatever needs a table fails."""
    with closing(sqlite3.connect(database, timeout=10)) as connection:
        connection.execute(f"ALTER TABLE {table} RENAME TO away")
        yield
        connection.execute(f"ALTER TABLE away RENAME TO {table}")


async def test_a_page_gets_what_it_missed_and_then_what_happens_each_once(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        await browser.page(CHANNEL)
        surface = browser.site.door.open(THREAD)
        await surface.say(card("seen before"), key="run_1:a")
        seen = browser.site.door.posts.changed(THREAD, "", 0)[-1].change
        missed = await surface.say(card("missed"), key="run_1:b")
        got: list[str] = []
        async with asyncio.timeout(20), browser.session.ws_connect(f"{PATH}/live?after={seen}") as socket:
            got += posts(await socket.receive_bytes())
            await surface.repaint(missed, card("painted"))
            got += posts(await socket.receive_bytes())
            await surface.say(card("new"), key="run_1:c")
            got += posts(await socket.receive_bytes())
        assert [
            title for text in got for title in ("seen before", "missed", "painted", "new") if title in text
        ] == [
            "missed",
            "painted",
            "new",
        ]


async def test_a_channels_page_gets_new_threads(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        await browser.page(CHANNEL)
        async with asyncio.timeout(20), browser.session.ws_connect(f"{CHANNEL}/live") as socket:
            assert "No threads yet" in orjson.loads(await socket.receive_bytes())["threads"]
            await browser.site.door.open(THREAD).say(card("a thread began"), key="run_1:a")
            assert "a thread began" in orjson.loads(await socket.receive_bytes())["threads"]


async def test_a_page_of_another_person_gets_no_private_post(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        await browser.page(CHANNEL)
        surface = browser.site.door.open(THREAD)
        other = browser.site.door.posts
        await surface.say(card("for all"), key="run_1:a")
        other.add("run_1:b", THREAD, Shown(card=card("for one")), "web:local:developer")
        async with asyncio.timeout(20), browser.session.ws_connect(f"{PATH}/live?after=0") as socket:
            assert len(posts(await socket.receive_bytes())) == 1


async def test_a_login_that_ends_closes_its_pages(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        await browser.page(CHANNEL)
        async with asyncio.timeout(20), browser.session.ws_connect(f"{PATH}/live?after=0") as socket:
            await socket.receive_bytes()
            await browser.become("viewer")
            await browser.site.door.open(THREAD).say(card("after that"), key="run_1:a")
            last: Any = await socket.receive()
            assert (last.type, last.data) == (WSMsgType.CLOSE, LOGIN_OVER)


async def test_a_page_connects_anew_after_a_failure_and_misses_nothing(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        await browser.page(CHANNEL)
        surface = browser.site.door.open(THREAD)
        await surface.say(card("before"), key="run_1:a")
        async with asyncio.timeout(20), browser.session.ws_connect(f"{PATH}/live?after=0") as socket:
            assert posts(await socket.receive_bytes())
            with pulled_away(tmp_path / "home" / WEB_DATABASE, "posts"):
                browser.site.door.live.posted(THREAD)
                last: Any = await socket.receive()
            assert (last.type, last.data) == (WSMsgType.CLOSE, WSCloseCode.INTERNAL_ERROR)
        await surface.say(card("after"), key="run_1:b")
        async with asyncio.timeout(20), browser.session.ws_connect(f"{PATH}/live?after=1") as socket:
            assert ["after" in each for each in posts(await socket.receive_bytes())] == [True]


async def test_nonsense_in_the_address_is_no_error(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        await browser.page(CHANNEL)
        for after in ("x", "-1", "9" * 40):
            async with (
                asyncio.timeout(20),
                browser.session.ws_connect(f"{PATH}/live?after={after}") as socket,
            ):
                assert orjson.loads(await socket.receive_bytes())
