"""A thread in the browser, without a browser: forms over HTTP, and the page's live connection."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
from aiohttp import ClientSession, CookieJar, FormData

from tests.adapters.web.browser import CHANNEL, JSON, Browser, open_browser
from tests.dialogues.page import Form, Seen, read_page
from tests.dialogues.script import PEOPLE
from tests.dialogues.stage import Found, Post, Stage

POLICY = """
people: {"web:local:ada": [admin], "web:local:bob": []}
channels: {"web:local:night-batch": ["*"]}
"""
SECONDS = 10.0
WRITTEN = '<li class="post said"'
"""How a person's own message begins on a page."""


@dataclass(frozen=True)
class Web:
    """The service, and the browsers in which Ada and Bob are logged in."""

    browser: Browser
    people: dict[str, ClientSession]


@asynccontextmanager
async def open_web(folder: Path, workflows: Path, rates: Mapping[str, Any]) -> AsyncIterator[Web]:
    """Serve the pages, in whose channel Ada may do everything and Bob nothing."""
    folder.mkdir()
    policy = folder / "policy.yaml"
    policy.write_text(POLICY)
    given = {"dataops_policy": policy, "dataops_workflows": str(workflows), **rates}
    async with open_browser(folder, demo=False, **given) as browser, AsyncExitStack() as open_sessions:
        people: dict[str, ClientSession] = {}
        for person in PEOPLE:
            session = ClientSession(browser.site.address, cookie_jar=CookieJar(unsafe=True))
            people[person] = await open_sessions.enter_async_context(session)
            token = browser.site.logins.link(person)
            async with session.post("/login", data={"token": token}, allow_redirects=False) as response:
                assert response.status == 303, await response.text()
        yield Web(browser, people)


@dataclass
class Page:
    """A thread as it is open in somebody's browser; posts by their number, up to a change."""

    posts: dict[int, str] = field(default_factory=dict)
    change: int = 0

    def shows(self, change: int) -> bool:
        return self.change >= change


class WebStage(Stage):
    """A message in the channel begins the thread; whoever is in it has its page open."""

    name = "web"

    def __init__(self, web: Web) -> None:
        self._web = web
        self._thread = ""
        self._pages: dict[str, Page] = {}
        self._problems: dict[str, list[Post]] = {}
        self._changed = asyncio.Event()
        self._live: list[asyncio.Task[None]] = []

    async def say(self, person: str, text: str, files: Sequence[Path]) -> str:
        answer = await self._send(person, self._thread or CHANNEL, {"text": text}, files)
        if thread := answer.get("thread"):
            self._thread = str(thread)
            self._look(person)
        return text + "".join(f" [{file.name}]" for file in files)

    async def answer(self, person: str, text: str, files: Sequence[Path]) -> str:
        """In the question's own form, as far as it has a place for it."""
        forms = [form for seen in self._seen(person) for form in seen.forms]
        form = forms[-1] if forms else None
        if form is not None and ("file" if files else "text") in form.takes:
            await self._send(person, form.action, form.fields | ({} if files else {"text": text}), files)
            return "".join(f"[{file.name}] " for file in files) + ("" if files else f"{text} ") + "[Answer]"
        if any(text in form.buttons for form in forms):
            return await self.press(person, text)
        return await self.say(person, text, files)

    async def press(self, person: str, label: str) -> str:
        forms = [form for seen in self._seen(person) for form in seen.forms if label in form.buttons]
        if not forms:
            raise LookupError(f"no button '{label}' stands in the thread")
        await self._send(person, forms[-1].action, forms[-1].fields | _pressed(forms[-1], label), ())
        self._look(person)
        return f"[{label}]"

    def posts(self, person: str) -> list[Post]:
        page = self._pages.get(person, Page())
        shown = [Post(str(number), read_page(html).text) for number, html in sorted(page.posts.items())]
        return [*shown, *self._problems.get(person, ())]

    async def until(self, look: Callable[[], Found]) -> Found:
        async with asyncio.timeout(SECONDS):
            while not (found := look()):
                self._changed.clear()
                await self._changed.wait()
        return found

    async def rest(self) -> None:
        """Every open page has then shown what its thread holds."""
        await self._web.browser.service.engine.recover()
        for person, page in self._pages.items():
            async with self._web.people[person].get(self._thread) as response:
                found = re.search(r'data-change="(\d+)"', await response.text())
            assert found is not None, f"the page of {self._thread} is not live"
            await self.until(partial(page.shows, int(found[1])))

    async def close(self) -> None:
        """Leave the pages."""
        for task in self._live:
            task.cancel()
        await asyncio.gather(*self._live, return_exceptions=True)

    async def _send(
        self, person: str, path: str, fields: dict[str, str], files: Sequence[Path]
    ) -> dict[str, Any]:
        """Send a form as the page's script does; a problem stands beside it until the next one."""
        session = self._web.people[person]
        async with session.get("/") as response:
            csrf = re.search(r'name="csrf" value="([0-9a-f]+)"', await response.text())
        assert csrf is not None
        data = FormData({"csrf": csrf[1], "act": uuid4().hex} | {k: v for k, v in fields.items() if v})
        for file in files:
            data.add_field("files", file.read_bytes(), filename=file.name)
        async with session.post(path, data=data, headers=JSON) as response:
            answer: dict[str, Any] = orjson.loads(await response.read())
        if "problem" in answer:
            told = Post(f"problem-{uuid4().hex}", f"{answer['problem']}\nReference: {answer['reference']}")
            self._problems.setdefault(person, []).append(told)
            self._changed.set()
        return answer

    def _look(self, person: str) -> None:
        """Open the thread's page, unless it is."""
        if person not in self._pages:
            self._pages[person] = Page()
            self._live.append(asyncio.create_task(self._follow(person, self._pages[person])))

    async def _follow(self, person: str, page: Page) -> None:
        """Show what the live connection brings, besides what people wrote."""
        async with self._web.people[person].ws_connect(f"{self._thread}/live?after=0") as socket:
            async for message in socket:
                news = orjson.loads(message.data)
                bots = [post for post in news.get("posts", ()) if not post["html"].startswith(WRITTEN)]
                page.posts |= {post["id"]: post["html"] for post in bots}
                page.change = news.get("change", page.change)
                self._changed.set()

    def _seen(self, person: str) -> list[Seen]:
        return [read_page(html) for _, html in sorted(self._pages.get(person, Page()).posts.items())]


def _pressed(form: Form, label: str) -> dict[str, str]:
    name, value = form.buttons[label]
    return {name: value}
