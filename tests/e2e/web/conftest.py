"""A real browser in front of a real service."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.served import Served
from tests.e2e.web.chat import CHANNEL, Chat
from tests.e2e.web.complaints import Complaints

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WAIT = 15_000
"""Milliseconds: the most an assertion or action waits on a busy machine."""

DESKTOP = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
"""Without a graphics card every movement is painted by the processor that the service needs."""

OpenChat = Callable[..., Chat]
OpenTab = Callable[..., Chat]
Serve = Callable[..., Served]
Shoot = Callable[..., None]


@pytest.fixture(scope="package")
def chromium() -> Iterator["Browser"]:
    """One browser process for this folder."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=WAIT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A demo for the cases of one module, each of which begins threads of its own."""
    service = Served(tmp_path_factory.mktemp("served"))
    try:
        yield service.start()
    finally:
        service.kill()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Start a service for one case: ``serve("--demo", ..., VARIABLE="value")``."""
    with ExitStack() as stack:

        def start(*options: str, **variables: str) -> Served:
            service = Served(tmp_path / "served", options, variables)
            stack.callback(service.kill)
            return service.start()

        yield start


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """What the consoles say; what is not expected fails the case."""
    complaints = Complaints()
    yield complaints
    assert complaints.unexpected == []


@pytest.fixture
def open_tab(chromium: "Browser", complaints: Complaints) -> Iterator[OpenTab]:
    """A fresh browser with an empty tab: ``open_tab(served, **of the context)``."""
    with ExitStack() as stack:

        def fresh(served: Served, **options: Any) -> Chat:
            context = chromium.new_context(**DESKTOP | options)
            stack.callback(context.close)
            context.set_default_timeout(WAIT)
            complaints.listen(context)
            return Chat(context.new_page(), served.address)

        yield fresh


@pytest.fixture
def open_chat(open_tab: OpenTab) -> OpenChat:
    """A fresh browser at the demo: ``open_chat(served, person="viewer", path=..., **of the context)``."""

    def visit(served: Served, person: str = "admin", path: str = CHANNEL, **options: Any) -> Chat:
        chat = open_tab(served, **options)
        if person != "admin":
            _become(chat, person)
        return chat.open(path, scripted=options.get("java_script_enabled", True))

    return visit


def _become(chat: Chat, person: str) -> None:
    """Log in as somebody of the demo without looking at a page first."""
    request = chat.page.request
    token = re.search(r'name="csrf" value="(\w+)"', request.get(chat.address).text())
    assert token is not None
    assert request.post(f"{chat.address}/person", form={"csrf": token[1], "person": person}).ok


@pytest.fixture
def chat(open_chat: OpenChat, served: Served) -> Chat:
    """The admin's browser at the module's service."""
    return open_chat(served)


@pytest.fixture
def shoot(tmp_path: Path) -> Shoot:
    """Save a picture of what a page looks like now: ``shoot(page, "name")``."""
    folder = Path(os.environ.get("DATAOPS_SCREENSHOTS") or tmp_path)

    def save(page: "Page", name: str, *, whole: bool = False) -> None:
        page.screenshot(path=folder / f"{name}.png", full_page=whole)

    return save
