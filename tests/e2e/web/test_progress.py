"""What is shown while work goes on, and how it is stopped and begun again."""

import pytest

from tests.e2e.served import Served
from tests.e2e.web.chat import Chat
from tests.e2e.web.conftest import Shoot
from tests.e2e.web.seeing import expect

pytestmark = pytest.mark.browser


def test_steps_are_shown_as_they_happen_in_one_post(chat: Chat, served: Served, shoot: Shoot) -> None:
    chat.ask("/dataops gated-work live")
    card = chat.post("Working on it")
    steps = card.get_by_role("listitem")
    expect(steps).to_contain_text(["Prepare, done", "Pass gate, running"])
    place = card.get_attribute("id")

    served.gate("live", "half way")
    expect(steps.nth(1)).to_contain_text("half way")
    shoot(chat.page, "progress")
    served.gate("live", "nearly there")
    expect(steps.nth(1)).to_contain_text("nearly there")
    expect(steps.nth(1)).not_to_contain_text("half way")
    assert card.get_attribute("id") == place
    expect(chat.posts).to_have_count(2)

    served.gate("live")
    expect(chat.post("Passed the gate live.")).to_have_count(1)
    expect(chat.page.locator(f"#{place}")).to_contain_text("Done")
    expect(chat.page.locator(f"#{place}").get_by_role("button")).to_have_count(0)
    expect(chat.posts).to_have_count(3)


def test_cancelled_work_says_so_and_can_be_tried_again(chat: Chat, served: Served, shoot: Shoot) -> None:
    chat.ask("/dataops gated-work cancelled")
    card = chat.posts.nth(1)
    expect(card).to_contain_text("Pass gate, running")
    card.get_by_role("button", name="Cancel").click()
    expect(card.get_by_text("Cancelled", exact=True)).to_be_visible()
    expect(card.get_by_role("button")).to_have_count(0)
    again = chat.page.get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    shoot(chat.page, "cancelled")

    served.gate("cancelled")
    again.click()
    expect(chat.post("Passed the gate cancelled.")).to_have_count(1)
    expect(again).to_have_count(0)
    expect(chat.page.get_by_role("button", name="Cancel")).to_have_count(0)


def test_a_second_message_waits_its_turn_and_can_be_cancelled_there(chat: Chat, served: Served) -> None:
    chat.ask("/dataops gated-work first")
    expect(chat.posts.nth(1)).to_contain_text("Pass gate, running")
    chat.say("/dataops gated-work second")
    queued = chat.post("Queued (1)")
    queued.get_by_role("button", name="Cancel").click()
    expect(chat.page.get_by_role("button", name="Try again")).to_be_visible()
    expect(chat.post("Queued")).to_have_count(0)
    served.gate("first")
    expect(chat.post("Passed the gate first.")).to_have_count(1)
    expect(chat.post("Passed the gate second.")).to_have_count(0)


def test_a_second_tab_shows_the_same_and_one_cancel_is_enough(chat: Chat) -> None:
    chat.ask("/dataops gated-work twice-open")
    expect(chat.posts.nth(1)).to_contain_text("Pass gate, running")
    other = chat.tab()
    other.posts.nth(1).get_by_role("button", name="Cancel").click()
    for tab in (chat, other):
        expect(tab.posts.nth(1).get_by_text("Cancelled", exact=True)).to_be_visible()
        expect(tab.posts).to_have_count(3)
