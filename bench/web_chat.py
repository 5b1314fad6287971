"""The chat in the browser: from sending a form to what the page shows, beside the same question in-process.

With one page open on the thread, then with 200 of them in the same process as the service.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from uuid import uuid4

import orjson
from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar, TCPConnector, web

from adapters.console.door import PLATFORM, ConsoleDoor
from bench.row import Row
from bench.unlimited import UNLIMITED
from bots.bind import bind
from bots.console_message import Asking, console_message
from bots.service import Service, open_service
from bots.serving import listening, open_site
from core.settings import Settings
from core.telemetry import configure_logging, log_file

QUESTION = "what can you do?"
ROUNDS = 60
WARM_UP = 5
PAGES = 200
PATIENCE = 60.0
"""Seconds without any news after which a post counts as lost."""

CHANNEL = "/c/night-batch"


def run() -> list[Row]:
    """Milliseconds: medians of the single page, and of the pages of one run."""
    return asyncio.run(_run())


async def _run() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with log_file(folder) as log:
            configure_logging("WARNING", "text", log)
            async with _in_process(folder / "plain") as service, _served(folder / "served") as browser:
                one = await browser.open()
                rounds = [(await browser.ask(one), await _ask(service)) for _ in range(WARM_UP + ROUNDS)]
                pages = [await browser.open() for _ in range(PAGES)]
                seen = [await browser.ask_before(pages) for _ in range(5)]
    life, answer = (median(page[index] for page, _ in rounds[WARM_UP:]) for index in (0, 1))
    plain = median(asked for _, asked in rounds[WARM_UP:])
    return [
        Row("form sent to sign of life, one page (p50)", life, "ms", plain),
        Row("form sent to answer, one page (p50)", answer, "ms", plain),
        Row(f"form sent to answer on the last of {PAGES} pages", median(seen), "ms", plain),
    ]


@asynccontextmanager
async def _in_process(home: Path) -> AsyncIterator[Service]:
    """A new installation behind a terminal that shows nothing."""
    door = ConsoleDoor(home / "console", lambda _: None)
    service = open_service(Settings(_env_file=None, dataops_home=home, **UNLIMITED), {PLATFORM: door})
    try:
        yield service
    finally:
        await service.close()


async def _ask(service: Service) -> float:
    """Milliseconds of the question, from inbox to the written end."""
    message = console_message(Asking(QUESTION, (), None, None, "admin", None, as_json=False))
    began = time.perf_counter()
    receipt = await asyncio.to_thread(service.inbox.receive, message, service.lease)
    await service.engine.finish(receipt.run_id)
    return (time.perf_counter() - began) * 1e3


class _Page:
    """An open page of a thread: the posts that came, each looked for once."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self._came: list[str] = []

    async def until(self, kind: str) -> float:
        """The moment at which a post of a kind came; those before it are not looked for any more."""
        while True:
            while self._came:
                if f'class="post {kind}"' in self._came.pop(0):
                    return time.perf_counter()
            news = orjson.loads(await self.socket.receive_bytes(timeout=PATIENCE))
            self._came += [post["html"] for post in news.get("posts", ())]

    def forget(self) -> None:
        """Look for later posts only."""
        self._came.clear()


@dataclass(frozen=True, slots=True)
class _Browser:
    """A logged-in browser with a thread."""

    session: ClientSession
    csrf: str
    thread: str

    async def ask(self, page: _Page) -> tuple[float, float]:
        """Milliseconds from sending to the sign of life and to the answer."""
        began = time.perf_counter()
        _, life = await asyncio.gather(self.send(), page.until("progress"))
        return (life - began) * 1e3, (await page.until("answer") - began) * 1e3

    async def ask_before(self, pages: Sequence[_Page]) -> float:
        """Milliseconds from sending to the answer on the last of the pages."""
        began = time.perf_counter()
        _, *shown = await asyncio.gather(self.send(), *(page.until("answer") for page in pages))
        return (max(shown) - began) * 1e3

    async def send(self) -> float:
        """Ask in the thread; the moment at which the form was taken."""
        fields = {"csrf": self.csrf, "act": uuid4().hex, "text": QUESTION}
        async with self.session.post(self.thread, data=fields, allow_redirects=False) as response:
            if response.status != 303:
                raise ValueError(await response.text())
        return time.perf_counter()

    async def open(self) -> _Page:
        """A page at the thread's end."""
        page = _Page(await self.session.ws_connect(f"{self.thread}/live?after=0"))
        await page.until("answer")
        page.forget()
        return page


@asynccontextmanager
async def _served(home: Path) -> AsyncIterator[_Browser]:
    """A demo that is served, and somebody who asked once."""
    settings = Settings(_env_file=None, dataops_home=home, **UNLIMITED)
    bound = bind(settings, "127.0.0.1", 0, demo=True)
    connector = TCPConnector(limit=0)
    async with (
        open_site(settings, bound, demo=True) as (service, site),
        listening(web.Application(), site, bound),
    ):
        engine = asyncio.create_task(service.engine.serve())
        jar = CookieJar(unsafe=True)
        async with ClientSession(bound.address, cookie_jar=jar, connector=connector) as session:
            page = await (await session.get(CHANNEL)).text()
            csrf = page.partition('name="csrf" value="')[2][:64]
            browser = _Browser(session, csrf, f"{CHANNEL}/t/bench")
            await browser.send()
            yield browser
        engine.cancel()
        with suppress(asyncio.CancelledError):
            await engine
