"""The chat in a browser that runs no script."""

import time
from pathlib import Path

import pytest

from tests.e2e.served import Served
from tests.e2e.web.chat import EXAMPLES, Chat
from tests.e2e.web.conftest import OpenChat, Shoot
from tests.e2e.web.seeing import expect

pytestmark = pytest.mark.browser

PATIENCE = 20
"""Seconds."""


@pytest.fixture
def plain(open_chat: OpenChat, served: Served) -> Chat:
    return open_chat(served, java_script_enabled=False)


def send(chat: Chat, text: str) -> None:
    chat.box.fill(text)
    chat.page.get_by_role("button", name="Send").click()


def reload_until(chat: Chat, text: str) -> None:
    """Look again until something stands in the thread."""
    until = time.monotonic() + PATIENCE
    while chat.post(text).count() == 0:
        assert time.monotonic() < until, chat.texts()
        chat.page.get_by_role("link", name="Show what is new").click()


def test_an_export_is_asked_about_by_plain_forms(plain: Chat, shoot: Shoot) -> None:
    plain.page.get_by_label("Attach files").set_input_files(EXAMPLES / "small.jil")
    send(plain, "Analyse this export")
    plain.page.wait_for_url("**/t/*")
    expect(plain.posts.first).to_contain_text("small.jil")
    reload_until(plain, "20 jobs, 4 boxes among them")
    expect(plain.page.get_by_role("img")).to_have_js_property("complete", value=True)
    send(plain, "/dataops status")
    reload_until(plain, "Nothing is running")
    shoot(plain.page, "without_script")


def test_questions_are_answered_and_work_is_cancelled_by_plain_buttons(plain: Chat, tmp_path: Path) -> None:
    send(plain, "/dataops survey side")
    reload_until(plain, "Which side?")
    plain.page.get_by_role("button", name="left").click()
    reload_until(plain, "You said left.")

    send(plain, "/dataops survey listing")
    reload_until(plain, "Which listing?")
    (tmp_path / "monday.lst").write_text("forty-two")
    plain.page.get_by_label("Which listing?").set_input_files(tmp_path / "monday.lst")
    plain.page.get_by_role("button", name="Answer").click()
    reload_until(plain, "monday.lst says forty-two.")

    send(plain, "/dataops gated-work plain")
    reload_until(plain, "Working on it")
    plain.page.get_by_role("button", name="Cancel").click()
    reload_until(plain, "Cancelled.")


def test_a_person_becomes_another_by_a_plain_button(plain: Chat) -> None:
    plain.page.get_by_label("You are").select_option("viewer")
    plain.page.get_by_role("button", name="Switch").click()
    expect(plain.page.get_by_label("You are")).to_have_value("viewer")
    expect(plain.page.get_by_role("complementary")).to_contain_text("Nothing is enabled for you")


def test_nothing_takes_away_what_is_being_typed(plain: Chat) -> None:
    send(plain, "/dataops survey side")
    expect(plain.page.locator("meta[http-equiv=refresh]")).to_have_count(0)
    reload_until(plain, "Which side?")
