"""Everything without a mouse."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.served import Served
from tests.e2e.web.chat import Chat
from tests.e2e.web.conftest import Shoot
from tests.e2e.web.seeing import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = pytest.mark.browser

MOST_STEPS = 60


def press(chat: Chat, *keys: str) -> None:
    for key in keys:
        chat.page.keyboard.press(key)


def walk_to(chat: Chat, target: "Locator", key: str = "Tab") -> None:
    """Press a key until something has the focus."""
    for _ in range(MOST_STEPS):
        press(chat, key)
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{target} is not reached")


def test_from_the_page_to_an_answered_question_by_keys_alone(chat: Chat, shoot: Shoot) -> None:
    press(chat, "Tab")
    expect(chat.page.get_by_role("link", name="To the conversation")).to_be_focused()
    press(chat, "Tab")
    skip = chat.page.get_by_role("link", name="To the message box")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    shoot(chat.page, "skip_link")
    press(chat, "Enter")
    expect(chat.box).to_be_focused()
    chat.page.keyboard.type("/dataops survey")
    press(chat, "Shift+Enter")
    chat.page.keyboard.type("side")
    expect(chat.box).to_have_value("/dataops survey\nside")
    press(chat, "Enter")
    chat.page.wait_for_url("**/t/*")

    left = chat.page.get_by_role("button", name="left")
    expect(left).to_be_visible()
    walk_to(chat, left)
    press(chat, "Tab")
    expect(chat.page.get_by_role("button", name="right")).to_be_focused()
    press(chat, "Space")
    expect(chat.post("You said right.")).to_have_count(1)
    expect(chat.box).to_be_focused()  # the button it had is gone


def test_the_box_keeps_the_focus_after_sending(chat: Chat) -> None:
    chat.ask("/dataops help")
    expect(chat.post("Ask in your own words, or use one of these.")).to_have_count(1)
    chat.box.focus()
    chat.page.keyboard.type("/dataops status")
    press(chat, "Enter")
    expect(chat.box).to_have_value("")
    expect(chat.box).to_be_focused()
    expect(chat.post("Nothing is running")).to_have_count(1)


def test_a_repainted_button_keeps_the_focus_and_cancels_by_key(chat: Chat, served: Served) -> None:
    chat.ask("/dataops gated-work keys")
    card = chat.posts.nth(1)
    cancel = card.get_by_role("button", name="Cancel")
    expect(card).to_contain_text("Pass gate, running")
    walk_to(chat, cancel)
    for says in ("one", "two"):
        served.gate("keys", says)
        expect(card).to_contain_text(says)
        expect(cancel).to_be_focused()
    press(chat, "Enter")
    expect(card.get_by_text("Cancelled", exact=True)).to_be_visible()
    expect(chat.box).to_be_focused()
    walk_to(chat, chat.page.get_by_role("button", name="Try again"), "Shift+Tab")


def test_the_skip_link_leads_into_the_conversation(chat: Chat) -> None:
    chat.ask("/dataops survey side")
    left = chat.page.get_by_role("button", name="left")
    expect(left).to_be_visible()
    chat.open(chat.path)
    press(chat, "Tab", "Enter")
    expect(chat.page.get_by_role("log", name="Conversation")).to_be_focused()
    press(chat, "Tab", "Tab")
    press(chat, "Enter")
    expect(chat.post("You said")).to_have_count(1)


def test_files_are_chosen_and_removed_by_keys(chat: Chat, tmp_path: Path) -> None:
    picker = chat.page.get_by_label("Attach files")
    chat.box.focus()
    with chat.page.expect_file_chooser() as chooser:
        walk_to(chat, picker)
        press(chat, "Enter")
    files = [tmp_path / "a.jil", tmp_path / "b.jil"]
    for file in files:
        file.write_text("x")
    chooser.value.set_files(files)
    expect(chat.attached).to_have_count(2)
    remove = chat.page.get_by_role("button", name="remove a.jil")
    walk_to(chat, remove, "Shift+Tab")
    press(chat, "Enter")
    expect(chat.attached).to_contain_text(["b.jil"])
    expect(chat.page.get_by_role("button", name="remove b.jil")).to_be_focused()
    press(chat, "Enter")
    expect(chat.attached).to_have_count(0)
    expect(picker).to_be_focused()
