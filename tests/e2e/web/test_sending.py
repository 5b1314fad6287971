"""A message on its way: nothing typed is lost, nothing is said twice."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.web.chat import Chat
from tests.e2e.web.complaints import Complaints
from tests.e2e.web.dropping import drop
from tests.e2e.web.seeing import expect

if TYPE_CHECKING:
    from playwright.sync_api import Route

pytestmark = pytest.mark.browser

SEND = "**/c/night-batch"
HELP = "Ask in your own words, or use one of these."


def lose_first_answer(chat: Chat, complaints: Complaints) -> None:
    """The next message arrives; that it did, does not."""
    complaints.allow("ERR_FAILED")

    def lose(route: "Route") -> None:
        if route.request.method != "POST":
            route.fallback()
            return
        assert route.fetch().ok
        route.abort()
        chat.page.unroute(SEND, lose)

    chat.page.route(SEND, lose)


def test_an_empty_message_is_not_sent(chat: Chat, complaints: Complaints) -> None:
    complaints.allow("status of 400")
    chat.say("   ")
    expect(chat.problem).to_contain_text("Write something, or attach a file.")
    chat.ask("/dataops help")
    expect(chat.problem).to_be_hidden()


def test_a_message_whose_acknowledgement_was_lost_counts_once(chat: Chat, complaints: Complaints) -> None:
    lose_first_answer(chat, complaints)
    chat.say("/dataops help me once")
    expect(chat.problem).to_contain_text("could not be sent")
    threads = chat.page.get_by_role("navigation").get_by_role("link", name="/dataops help me once")
    expect(threads).to_have_count(1)
    chat.box.press("Enter")
    chat.page.wait_for_url("**/t/*")
    expect(chat.post(HELP)).to_have_count(1)
    expect(chat.posts).to_have_count(3)
    expect(threads).to_have_count(1)


def test_what_is_changed_after_a_lost_acknowledgement_is_another_message(
    chat: Chat, complaints: Complaints
) -> None:
    lose_first_answer(chat, complaints)
    chat.say("/dataops help please")
    expect(chat.problem).to_contain_text("could not be sent")
    chat.ask("/dataops status")
    expect(chat.post("Nothing is running")).to_have_count(1)
    expect(chat.post(HELP)).to_have_count(0)
    expect(chat.page.get_by_role("navigation")).to_contain_text("/dataops help please")


def test_other_files_after_a_lost_acknowledgement_are_another_message(
    chat: Chat, complaints: Complaints, tmp_path: Path
) -> None:
    for name in ("right.lst", "wrong.lst"):
        (tmp_path / name).write_text("x")
    lose_first_answer(chat, complaints)
    chat.attach(tmp_path / "right.lst", tmp_path / "wrong.lst")
    chat.say("/dataops status")
    expect(chat.problem).to_contain_text("could not be sent")
    chat.page.get_by_role("button", name="remove wrong.lst").click()
    chat.box.press("Enter")
    chat.page.wait_for_url("**/t/*")
    expect(chat.posts.first).to_contain_text("right.lst")
    expect(chat.posts.first).not_to_contain_text("wrong.lst")


def test_what_is_typed_while_a_message_is_on_its_way_stays(chat: Chat) -> None:
    chat.ask("/dataops help")
    held: list[Route] = []
    chat.page.route("**/c/night-batch/t/*", lambda route: held.append(route))  # noqa: PLW0108 - Playwright takes no built-in
    with chat.page.expect_request("**/c/night-batch/t/*"):
        chat.say("/dataops status")
    chat.box.fill("And then")
    chat.box.press("Enter")  # one at a time
    held[0].continue_()
    expect(chat.post("Nothing is running")).to_have_count(1)
    expect(chat.box).to_have_value("And then")
    assert len(held) == 1


def test_files_attached_while_a_message_is_on_its_way_stay(chat: Chat, tmp_path: Path) -> None:
    for name in ("first.lst", "second.lst"):
        (tmp_path / name).write_text("x")
    chat.ask("/dataops help")
    held: list[Route] = []
    chat.page.route("**/c/night-batch/t/*", lambda route: held.append(route))  # noqa: PLW0108 - Playwright takes no built-in
    chat.attach(tmp_path / "first.lst")
    with chat.page.expect_request("**/c/night-batch/t/*"):
        chat.say("/dataops status")
    chat.attach(tmp_path / "second.lst")
    held[0].continue_()
    expect(chat.post("Nothing is running")).to_have_count(1)
    expect(chat.attached).to_have_count(1)
    expect(chat.attached).to_contain_text("second.lst")


@pytest.mark.parametrize("kind", ["changed", "folder"])
def test_a_file_that_cannot_be_read_is_named(
    chat: Chat, complaints: Complaints, tmp_path: Path, kind: str
) -> None:
    complaints.allow("ERR_UPLOAD_FILE_CHANGED|ERR_FILE_NOT_FOUND|ERR_ACCESS_DENIED|ERR_FAILED")
    attached, other = tmp_path / "export.jil", tmp_path / "other.lst"
    other.write_text("x")
    if kind == "folder":
        attached.mkdir()
        (attached / "one.jil").write_text("x")
        drop(chat, attached)
    else:
        attached.write_text("insert_job: A   job_type: CMD\n")
        chat.attach(attached)
        attached.write_text("insert_job: B   job_type: CMD\ncommand: true\n")
        os.utime(attached, (0, 0))  # browsers compare seconds
    drop(chat, other)
    chat.say("/dataops status")
    expect(chat.problem).to_contain_text("export.jil cannot be read")
    expect(chat.box).to_have_value("/dataops status")
    chat.page.get_by_role("button", name="remove export.jil").click()
    chat.box.press("Enter")
    chat.page.wait_for_url("**/t/*")
    expect(chat.posts.first).to_contain_text("other.lst")
