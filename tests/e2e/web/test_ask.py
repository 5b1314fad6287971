"""A question about an export, from the picker to the files of the answer."""

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.web.chat import EXAMPLES, Chat
from tests.e2e.web.conftest import Shoot
from tests.e2e.web.seeing import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Route

pytestmark = pytest.mark.browser


def downloaded(chat: Chat, link: "Locator") -> Path:
    """The file behind a link, as it lands in the browser's downloads."""
    with chat.page.expect_download() as download:
        link.click()
    path: Path = download.value.path()
    return path


def number(post: "Locator", label: str) -> "Locator":
    """A value of an answer by its label."""
    return post.locator("dl > div", has=post.page.get_by_text(label, exact=True)).get_by_role("definition")


def test_an_attached_export_is_answered_with_numbers_a_picture_and_files(chat: Chat, shoot: Shoot) -> None:
    chat.attach(EXAMPLES / "small.jil")
    expect(chat.attached).to_contain_text(["small.jil"])
    chat.ask("Analyse this export")

    answer = chat.post("20 jobs, 4 boxes among them")
    expect(answer).to_have_count(1)
    expect(number(answer, "Jobs")).to_have_text("20")
    expect(number(answer, "Longest chain")).to_have_text("8 jobs")
    picture = answer.get_by_role("img")
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("image => image.naturalWidth") > 100
    expect(chat.post("Working on it")).to_have_count(0)
    expect(chat.post("Done")).to_have_count(1)
    expect(chat.attached).to_have_count(0)
    files = chat.page.get_by_role("list", name="Files", exact=True)
    expect(files).to_be_in_viewport(ratio=1)
    shoot(chat.page, "thread")

    parsed = json.loads(
        downloaded(chat, files.get_by_role("link", name="parse.json", exact=True)).read_text()
    )
    assert "LOAD_GL" in json.dumps(parsed)
    jobs = downloaded(chat, files.get_by_role("link", name="jobs.csv", exact=True))
    assert len(list(csv.reader(jobs.read_text().splitlines()))) == 21


def test_a_question_about_a_job_and_its_follow_up_are_answered_in_one_thread(
    chat: Chat, shoot: Shoot
) -> None:
    chat.attach(EXAMPLES / "nightly_estate.jil")
    chat.ask("What breaks if I hold LOAD_GL?")
    answer = chat.post("82 jobs will not start")
    expect(number(answer, "Jobs that wait")).to_have_text("82")
    expect(answer.get_by_role("img")).to_have_js_property("complete", value=True)
    expect(chat.page.get_by_role("list", name="Files", exact=True)).to_be_in_viewport(ratio=1)
    shoot(chat.page, "thread_with_files")

    chat.page.get_by_role("button", name="Which jobs are downstream of LOAD_GL?").last.click()
    expect(chat.box).to_have_value("Which jobs are downstream of LOAD_GL?")
    expect(chat.box).to_be_focused()
    chat.box.press("Enter")
    expect(chat.page.get_by_role("list", name="Files", exact=True)).to_have_count(2)
    expect(chat.post("Working on it")).to_have_count(0)
    threads = chat.page.get_by_role("navigation").get_by_role("link", name="What breaks if I hold LOAD_GL?")
    expect(threads).to_have_count(1)
    expect(threads).to_have_attribute("aria-current", "page")


def test_a_picture_that_comes_late_does_not_push_the_end_away(chat: Chat) -> None:
    held: list[Route] = []
    chat.page.route("**/f/*?view", lambda route: held.append(route))  # noqa: PLW0108 - Playwright takes no built-in
    chat.attach(EXAMPLES / "nightly_estate.jil")
    with chat.page.expect_request("**/f/*?view"):
        chat.ask("Analyse this export")
    files = chat.page.get_by_role("list", name="Files", exact=True)
    expect(files).to_be_in_viewport(ratio=1)
    for route in held:
        route.continue_()
    expect(chat.page.get_by_role("img")).to_have_js_property("complete", value=True)
    expect(files).to_be_in_viewport(ratio=1)
