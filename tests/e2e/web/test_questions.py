"""Answering what the bot asks: by button, by form, by typing, by attaching."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.served import Served
from tests.e2e.web.chat import Chat
from tests.e2e.web.complaints import Complaints
from tests.e2e.web.conftest import OpenChat, Shoot
from tests.e2e.web.seeing import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = pytest.mark.browser


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    path = tmp_path / "monday.lst"
    path.write_text("forty-two\n")
    return path


def asked(chat: Chat, kind: str, question: str) -> "Locator":
    """The card of a question, at its place in the thread whatever it will say."""
    chat.ask(f"/dataops survey {kind}")
    expect(chat.post(question)).to_be_visible()
    return chat.posts.nth(chat.texts().index(next(text for text in chat.texts() if question in text)))


def assert_closed(card: "Locator", how: str) -> None:
    """A question that is over says who answered, and offers nothing."""
    expect(card).to_contain_text(how)
    for role in ("button", "textbox"):
        expect(card.get_by_role(role)).to_have_count(0)


def test_a_choice_is_answered_by_its_button(chat: Chat, shoot: Shoot) -> None:
    card = asked(chat, "side", "Which side?")
    expect(chat.post("Waiting for your answer")).to_be_visible()
    shoot(chat.page, "question")
    card.get_by_role("button", name="left").click()
    expect(chat.post("You said left.")).to_have_count(1)
    assert_closed(card, "Answered by admin: left")


@pytest.mark.parametrize(
    ("kind", "question", "said", "answer"),
    [("side", "Which side?", "right", "You said right."), ("count", "How many?", "12", "You said 12.")],
)
def test_a_question_is_answered_by_a_message(
    chat: Chat, kind: str, question: str, said: str, answer: str
) -> None:
    card = asked(chat, kind, question)
    chat.say(said)
    expect(chat.post(answer)).to_have_count(1)
    assert_closed(card, f"Answered by admin: {said}")
    expect(chat.posts.filter(has=chat.page.get_by_text(said, exact=True))).to_have_count(1)


def test_a_question_is_answered_in_its_own_form(chat: Chat) -> None:
    card = asked(chat, "table", "Which table?")
    field = card.get_by_role("textbox", name="Which table?")
    field.fill("SALES_MONTH")
    field.press("Enter")
    expect(chat.post("You said SALES_MONTH.")).to_have_count(1)
    assert_closed(card, "Answered by admin: SALES_MONTH")


def test_an_answer_that_does_not_fit_is_explained_and_the_question_stays(
    chat: Chat, complaints: Complaints, shoot: Shoot
) -> None:
    complaints.allow("status of 400")
    card = asked(chat, "count", "How many?")
    field = card.get_by_role("textbox", name="How many?")
    card.get_by_role("button", name="Answer").click()
    expect(card.get_by_role("alert")).to_contain_text("Type or attach an answer first.")
    field.fill("a few")
    field.press("Enter")
    told = chat.post("'a few' is not a whole number")
    expect(told).to_contain_text("only you see this")
    shoot(chat.page, "question_answered_wrongly")
    field.fill("7")
    card.get_by_role("button", name="Answer").click()
    expect(chat.post("You said 7.")).to_have_count(1)
    assert_closed(card, "Answered by admin: 7")


def by_message(chat: Chat, _: "Locator", listing: Path) -> None:
    chat.attach(listing)
    chat.box.press("Enter")


def by_form(_: Chat, card: "Locator", listing: Path) -> None:
    card.get_by_label("Which listing?").set_input_files(listing)
    card.get_by_role("button", name="Answer").click()


@pytest.mark.parametrize("give", [by_message, by_form])
def test_a_question_for_a_file_is_answered_by_attaching_it(
    chat: Chat, listing: Path, give: Callable[[Chat, "Locator", Path], None]
) -> None:
    card = asked(chat, "listing", "Which listing?")
    give(chat, card, listing)
    expect(chat.post("monday.lst says forty-two.")).to_have_count(1)
    assert_closed(card, "Answered by admin: monday.lst")


def test_of_two_tabs_one_answers_and_the_other_is_told(
    chat: Chat, open_chat: OpenChat, served: Served
) -> None:
    card = asked(chat, "side", "Which side?")
    late = chat.page.context.new_page()
    late.route_web_socket("**/live?*", lambda _: None)  # it hears nothing: its buttons stay
    late.goto(chat.page.url)
    watching = open_chat(served, "developer", chat.path)

    card.get_by_role("button", name="left").click()
    expect(chat.post("You said left.")).to_have_count(1)
    late.get_by_role("button", name="right").click()
    told = chat.post("That question was answered already by")
    expect(told).to_contain_text("only you see this")
    expect(chat.post("You said right.")).to_have_count(0)

    expect(watching.post("You said left.")).to_have_count(1)
    watching.open(chat.path)
    expect(watching.post("That question was answered already by")).to_have_count(0)


def test_only_who_was_asked_answers(chat: Chat, open_chat: OpenChat, served: Served) -> None:
    card = asked(chat, "side", "Which side?")
    other = open_chat(served, "developer", chat.path)
    other.page.get_by_role("button", name="right").click()
    expect(other.post("only the person I asked can answer it")).to_contain_text("only you see this")
    card.get_by_role("button", name="left").click()
    expect(chat.post("You said left.")).to_have_count(1)
    expect(chat.post("only the person I asked can answer it")).to_have_count(0)
    assert_closed(card, "Answered by admin: left")


def test_a_button_that_waits_behind_work_says_nothing_to_others(
    chat: Chat, open_chat: OpenChat, served: Served
) -> None:
    asked(chat, "side", "Which side?")
    chat.say("/dataops gated-work before-a-button")
    expect(chat.post("Pass gate, running")).to_have_count(1)
    other = open_chat(served, "developer", chat.path)
    other.page.get_by_role("button", name="right").click()
    other.say("/dataops status")  # it overtakes the work, and so it shows that the button has come in
    expect(other.post("waits for its turn")).to_have_count(1)
    served.gate("before-a-button")
    expect(other.post("only the person I asked can answer it")).to_have_count(1)
    expect(chat.post("Passed the gate before-a-button.")).to_have_count(1)
    expect(chat.posts).to_have_count(9)  # question 3, work 3, status 3
