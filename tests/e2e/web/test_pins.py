"""What a channel keeps at hand."""

import pytest

from tests.e2e.web.chat import EXAMPLES
from tests.e2e.web.conftest import OpenChat, Serve, Shoot
from tests.e2e.web.seeing import expect

pytestmark = pytest.mark.browser

NAME = "nightly_estate.jil"


def test_the_demo_begins_with_a_pinned_export_that_answers_new_threads(
    serve: Serve, open_chat: OpenChat, shoot: Shoot
) -> None:
    chat = open_chat(serve("--demo", "--demo-data", str(EXAMPLES / NAME)))
    chat.page.get_by_role("navigation").get_by_role("link", name="Analyse this export").click()
    expect(chat.post(f"Pinned {NAME} to this channel")).to_have_count(1)
    chat.open()
    at_hand = chat.page.get_by_role("complementary")
    expect(at_hand).to_contain_text(NAME)
    shoot(chat.page, "channel")

    chat.page.get_by_role("button", name="What breaks if I hold LOAD_GL?").click()
    chat.box.press("Enter")
    expect(chat.post("82 jobs will not start")).to_contain_text(NAME)

    chat.open()
    at_hand.get_by_role("button", name="Unpin").click()
    expect(chat.post(f"Unpinned {NAME}.")).to_have_count(1)
    expect(at_hand).to_contain_text("Nothing. What is pinned answers every new thread.")


def test_a_thread_s_export_is_pinned_and_taken_away_by_a_button(serve: Serve, open_chat: OpenChat) -> None:
    served = serve("--demo")
    chat = open_chat(served)
    chat.attach(EXAMPLES / NAME)
    chat.ask("Analyse this export")
    expect(chat.page.get_by_role("list", name="Files", exact=True)).to_have_count(1)
    other = open_chat(served, "developer")
    at_hand = chat.page.get_by_role("complementary")
    at_hand.get_by_role("button", name="Pin this thread's export").click()
    expect(chat.post(f"Pinned {NAME} to this channel")).to_have_count(1)
    for tab in (chat, other):
        expect(tab.page.get_by_role("complementary")).to_contain_text(NAME)
    buttons = [
        at_hand.get_by_role("button", name=name).bounding_box() for name in ("Unpin", "Pin this thread's")
    ]
    assert buttons[0] is not None
    assert buttons[1] is not None
    assert buttons[1]["y"] - buttons[0]["y"] - buttons[0]["height"] >= 4
    at_hand.get_by_role("button", name="Unpin").click()
    expect(chat.post(f"Unpinned {NAME}.")).to_have_count(1)
    for tab in (chat, other):
        expect(tab.page.get_by_role("complementary")).not_to_contain_text(NAME)
