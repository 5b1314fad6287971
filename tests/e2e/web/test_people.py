"""Who sees and may do what; a demo lets a visitor be each of its people."""

import pytest

from tests.e2e.served import Served
from tests.e2e.web.chat import Chat
from tests.e2e.web.complaints import Complaints
from tests.e2e.web.conftest import OpenChat, Shoot
from tests.e2e.web.seeing import expect

pytestmark = pytest.mark.browser


def test_a_stranger_is_told_one_sentence_and_sees_nothing(
    chat: Chat, complaints: Complaints, shoot: Shoot
) -> None:
    complaints.allow("status of 403")
    chat.ask("/dataops help")
    thread = chat.path
    chat.become("stranger")
    refused = chat.page.get_by_role("alert")
    for path in ("/", thread, "/c/night-batch", "/c/reading-room", "/c/no-such-channel"):
        if path != "/":
            chat.page.goto(chat.address + path)
        expect(refused).to_have_count(1)
        expect(refused).to_contain_text("Ask an admin")
        for name in ("night-batch", "reading-room", "parse-jil", "/dataops"):
            expect(chat.page.get_by_role("main")).not_to_contain_text(name)
    shoot(chat.page, "refused")
    chat.become("admin")
    expect(chat.box).to_be_visible()


def test_a_viewer_reads_and_is_refused_work_in_private(
    chat: Chat, open_chat: OpenChat, served: Served, shoot: Shoot
) -> None:
    chat.ask("/dataops survey side")
    expect(chat.post("Which side?")).to_be_visible()
    viewer = open_chat(served, "viewer", chat.path)
    expect(viewer.post("Which side?")).to_be_visible()
    expect(viewer.page.get_by_role("complementary")).to_contain_text("Nothing is enabled for you")
    developer = open_chat(served, "developer", chat.path)

    viewer.say("/dataops gated-work never")
    refusal = viewer.post("only you see this")
    expect(refusal).to_be_visible()
    shoot(viewer.page, "refused_in_thread")
    expect(developer.post("/dataops gated-work never")).to_have_count(1)
    developer.open(chat.path)
    expect(developer.post("/dataops gated-work never")).to_have_count(1)
    expect(developer.post("only you see this")).to_have_count(0)
    sentence = refusal.locator(".title").inner_text()
    assert "Ask an admin" in sentence
    assert all(sentence not in text for text in developer.texts())


def test_where_nothing_may_be_run_nothing_is(open_chat: OpenChat, served: Served) -> None:
    for person in ("admin", "viewer"):
        chat = open_chat(served, person, "/c/reading-room")
        expect(chat.page.get_by_role("complementary")).to_contain_text("Nothing is enabled for you")
        expect(chat.page.get_by_role("button", name="Unpin")).to_have_count(0)
        chat.ask("/dataops gated-work open")
        expect(chat.post("only you see this")).to_be_visible()
        expect(chat.post("Passed the gate")).to_have_count(0)


def test_work_of_others_is_cancelled_by_who_may(chat: Chat, open_chat: OpenChat, served: Served) -> None:
    chat.ask("/dataops gated-work of-admin")
    card = chat.posts.nth(1)
    expect(card).to_contain_text("Pass gate, running")
    developer = open_chat(served, "developer", chat.path)
    developer.posts.nth(1).get_by_role("button", name="Cancel").click()
    expect(developer.post("only you see this")).to_be_visible()
    expect(card).to_contain_text("Pass gate, running")
    expect(card.get_by_role("button", name="Cancel")).to_be_visible()
    served.gate("of-admin")
    expect(developer.post("Passed the gate of-admin.")).to_have_count(1)

    developer.open().ask("/dataops gated-work of-developer")
    expect(developer.posts.nth(1)).to_contain_text("Pass gate, running")
    chat.open(developer.path)
    chat.posts.nth(1).get_by_role("button", name="Cancel").click()
    expect(developer.posts.nth(1).get_by_text("Cancelled", exact=True)).to_be_visible()


def test_a_person_becomes_another_and_speaks_in_that_name(chat: Chat) -> None:
    chat.become("developer")
    chat.page.wait_for_url("**/c/night-batch")
    expect(chat.page.get_by_label("You are")).to_have_value("developer")
    chat.connected()
    chat.ask("/dataops help")
    expect(chat.posts.first).to_contain_text("developer")
