"""Nothing that people, files or workflows say does anything but stand there."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.served import HOSTILE_WORKFLOWS, WORKFLOWS, Served
from tests.e2e.web import hostile
from tests.e2e.web.chat import Chat
from tests.e2e.web.complaints import Complaints
from tests.e2e.web.conftest import OpenChat, Shoot
from tests.e2e.web.seeing import expect

if TYPE_CHECKING:
    from playwright.sync_api import Route

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A demo with a workflow that means no good."""
    folders = f"{WORKFLOWS}{os.pathsep}{HOSTILE_WORKFLOWS}"
    service = Served(tmp_path_factory.mktemp("hostile"), variables={"DATAOPS_WORKFLOWS": folders})
    try:
        yield service.start()
    finally:
        service.kill()


@pytest.fixture
def chat(open_chat: OpenChat, served: Served) -> Iterator[Chat]:
    """A page in a browser that reaches nothing but the service."""
    chat = open_chat(served)
    reached: list[str] = []

    def refuse(route: "Route") -> None:
        reached.append(route.request.url)
        route.abort()

    chat.page.context.route(lambda url: not url.startswith((served.address, "blob:")), refuse)
    yield chat
    assert reached == []


def assert_harmless(chat: Chat) -> None:
    """Nothing ran, nothing leads anywhere it should not, nothing turns text around, nothing sticks out."""
    page = chat.page
    assert page.evaluate("window.__pwned") is None
    for selector in (
        "script:not([src])",
        "iframe",
        "object",
        "embed",
        "style",
        "svg",
        "[onerror]",
        "[onload]",
        "base",
    ):
        expect(page.locator(f"body {selector}")).to_have_count(0)
    links = page.locator("a").evaluate_all("links => links.map(link => link.protocol)")
    assert set(links) <= {"http:", "https:"}
    images = page.locator("img").evaluate_all("images => images.map(image => image.src)")
    assert all(each.startswith(chat.address) for each in images)
    text = page.locator("body").inner_text()
    assert not set(text) & set(hostile.DIRECTIONS + "\x00\x07\x1b")
    width = page.evaluate("[document.scrollingElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1]


def test_a_message_stands_there_as_it_was_written(chat: Chat, shoot: Shoot) -> None:
    chat.ask(hostile.ALL)
    said = chat.posts.first
    for text in (hostile.SCRIPT, hostile.IMAGE, hostile.BREAKOUT, hostile.TEMPLATE, hostile.LINKS):
        expect(said).to_contain_text(text)
    expect(said.get_by_role("link")).to_have_count(0)
    expect(chat.post("Done")).to_have_count(1)
    assert_harmless(chat)
    chat.open(chat.path)
    assert_harmless(chat)
    shoot(chat.page, "hostile_message")
    chat.open()
    expect(chat.page.get_by_role("navigation")).to_contain_text("<script>window.__pwned")
    assert_harmless(chat)


@pytest.mark.parametrize(
    "text", [hostile.CONTROLS, "x" * 10_000, "\n" * 300 + "end", "\U0001f469\u200d\U0001f4bb " * 2000]
)
def test_odd_and_long_messages_are_taken(chat: Chat, text: str) -> None:
    chat.ask(text)
    expect(chat.posts).to_have_count(3)
    expect(chat.post("Done")).to_have_count(1)
    assert_harmless(chat)


def test_a_message_that_is_too_long_stays_in_its_box(chat: Chat, complaints: Complaints) -> None:
    complaints.allow("status of 400")
    text = "y" * 200_001
    chat.say(text)
    expect(chat.problem).to_contain_text("longer than 200,000 characters; attach it as a file")
    expect(chat.box).to_have_value(text)


def test_names_of_files_and_jobs_do_nothing(chat: Chat, tmp_path: Path, shoot: Shoot) -> None:
    path = tmp_path / f"{hostile.NAME}.jil"
    path.write_text("".join(hostile.JOB.format(name=name) for name in hostile.JOB_NAMES))
    chat.attach(path)
    expect(chat.attached).to_contain_text(["<img src=x onerror="])
    assert_harmless(chat)
    chat.ask("Analyse this export")
    expect(chat.page.get_by_role("list", name="Files", exact=True)).to_have_count(1)
    expect(chat.posts.first).to_contain_text("<img src=x onerror=")
    assert_harmless(chat)
    shoot(chat.page, "hostile_export", whole=True)
    for link in chat.page.get_by_role("link", name="in a new tab").all():
        with chat.page.context.expect_page() as opened:
            link.click()
        opened.value.wait_for_load_state()
        assert opened.value.evaluate("window.__pwned") is None, link
        opened.value.close()


def test_an_answer_does_nothing_but_say_something(chat: Chat, complaints: Complaints, shoot: Shoot) -> None:
    complaints.allow("Content Security Policy.*(script|sandbox)|Blocked script execution")
    chat.ask("/dataops hostile-report")
    answer = chat.post("Finding <script>")
    expect(answer).to_have_count(1)
    expect(answer).to_contain_text(hostile.IMAGE)
    expect(chat.page.get_by_role("list", name="Files", exact=True)).to_have_count(1)
    expect(answer.get_by_role("img")).to_have_js_property("complete", value=True)
    assert_harmless(chat)
    shoot(chat.page, "hostile_answer", whole=True)
    assert_harmless(chat.open(chat.path))


def test_a_report_with_a_script_runs_it_in_a_cage(chat: Chat, complaints: Complaints) -> None:
    complaints.allow("")  # the document tries what it may not, and the browser says so
    chat.ask("/dataops hostile-report")
    with chat.page.context.expect_page() as opened:
        chat.page.get_by_role("link", name=".html in a new tab").click()
    expect(opened.value.locator("#says")).to_have_text("no cookie, origin null, no opener, not fetched")
    expect(chat.box).to_be_visible()
    for name in ("drawing.svg", "notes.md"):
        with chat.page.context.expect_page() as opened:
            chat.page.get_by_role("link", name=f"open {name}").click()
        opened.value.wait_for_load_state()
        assert opened.value.evaluate("window.__pwned") is None


def test_a_downloaded_file_has_a_name_that_deceives_nobody(chat: Chat) -> None:
    chat.ask("/dataops hostile-report")
    files = chat.page.get_by_role("list", name="Files", exact=True)
    for link in files.locator("a[download]").all():
        with chat.page.expect_download() as download:
            link.click()
        name = download.value.suggested_filename
        assert not set(name) & set(hostile.DIRECTIONS + "/\\<>\x00")
