"""A service that dies while a page is open."""

import time
from collections import Counter
from pathlib import Path

import pytest

from core.storage.database import Database
from tests.e2e.served import Served
from tests.e2e.web.chat import Chat
from tests.e2e.web.complaints import Complaints
from tests.e2e.web.conftest import OpenChat, Serve, Shoot
from tests.e2e.web.seeing import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def served(serve: Serve, complaints: Complaints) -> Served:
    """A service whose runs are taken over soon after it dies; browsers complain of lost connections."""
    complaints.allow("WebSocket connection to|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE")
    return serve("--demo", DATAOPS_LEASE_SECONDS="0.5")


def runs(served: Served) -> Counter[str]:
    """The states of all runs, once none is under way: an answer is seen just before its end is written."""
    database = Database(Path(served.home / "dataops.db"))
    until = time.monotonic() + 10
    try:
        while True:
            states = Counter(row["state"] for row in database.read("SELECT state FROM runs"))
            if "running" not in states or time.monotonic() > until:
                return states
            time.sleep(0.02)
    finally:
        database.close()


def test_an_open_page_lives_through_a_crash_in_the_middle_of_work(
    chat: Chat, served: Served, shoot: Shoot
) -> None:
    chat.ask("/dataops gated-work across")
    expect(chat.posts.nth(1)).to_contain_text("Pass gate, running")
    other = chat.tab()

    served.kill()
    for tab in (chat, other):
        expect(tab.page.get_by_role("status")).to_have_text("Reconnecting…")
        expect(tab.page.get_by_role("status")).to_be_in_viewport()
    shoot(chat.page, "reconnecting")
    served.start()
    for tab in (chat, other):
        expect(tab.page.get_by_role("status")).to_have_text("")

    served.gate("across")
    for tab in (chat, other):
        expect(tab.post("Passed the gate across.")).to_have_count(1)
        expect(tab.posts).to_have_count(3)
        expect(tab.posts.nth(1)).to_contain_text("Done")
    shown = chat.texts()
    chat.open(chat.path)
    assert chat.texts() == shown
    assert runs(served) == {"answered": 1}


def test_what_happened_while_a_page_was_cut_off_is_shown_once(
    chat: Chat, served: Served, open_chat: OpenChat
) -> None:
    chat.ask("/dataops gated-work behind")
    expect(chat.posts.nth(1)).to_contain_text("Pass gate, running")
    chat.page.context.set_offline(True)
    served.kill()
    expect(chat.page.get_by_role("status")).to_have_text("Reconnecting…")
    served.start()
    other = open_chat(served, "developer", chat.path)
    served.gate("behind")
    expect(other.post("Passed the gate behind.")).to_have_count(1)
    other.say("Thank you")
    expect(other.post("You are welcome.")).to_have_count(1)

    chat.page.context.set_offline(False)
    expect(chat.post("You are welcome.")).to_have_count(1)
    expect(chat.page.get_by_role("status")).to_have_text("")
    assert chat.texts() == other.texts()


def test_a_message_that_cannot_be_sent_stays_and_counts_once_when_sent_again(
    chat: Chat, served: Served, shoot: Shoot
) -> None:
    chat.ask("/dataops status")
    expect(chat.post("Nothing is running")).to_have_count(1)
    served.kill()
    chat.say("/dataops help")
    expect(chat.problem).to_contain_text("could not be sent")
    expect(chat.box).to_have_value("/dataops help")
    shoot(chat.page, "not_sent")
    chat.box.press("Enter")
    expect(chat.problem).to_contain_text("could not be sent")

    served.start()
    expect(chat.page.get_by_role("status")).to_have_text("")
    chat.box.press("Enter")
    expect(chat.post("Ask in your own words, or use one of these.")).to_have_count(1)
    expect(chat.box).to_have_value("")
    expect(chat.problem).to_be_hidden()
    assert runs(served) == {"answered": 2}


def test_open_pages_and_work_do_not_hold_up_the_end_of_a_service(chat: Chat, served: Served) -> None:
    chat.ask("/dataops gated-work peace")
    expect(chat.posts.nth(1)).to_contain_text("Pass gate, running")
    assert served.stop() < 4
    expect(chat.page.get_by_role("status")).to_have_text("Reconnecting…")
    served.start()
    served.gate("peace")
    expect(chat.post("Passed the gate peace.")).to_have_count(1)
    expect(chat.posts).to_have_count(3)
