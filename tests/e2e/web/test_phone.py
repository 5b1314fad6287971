"""The chat on a phone, and words that are wider than any screen."""

import pytest

from tests.e2e.served import Served
from tests.e2e.web.chat import EXAMPLES, Chat
from tests.e2e.web.conftest import OpenChat, Shoot
from tests.e2e.web.seeing import expect

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
WORD = "W" * 10_000


@pytest.fixture
def phone(open_chat: OpenChat, served: Served) -> Chat:
    return open_chat(served, viewport=PHONE, has_touch=True, is_mobile=True)


def assert_fits(chat: Chat) -> None:
    """Nothing has to be scrolled sideways."""
    width = chat.page.evaluate("[document.scrollingElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1] == PHONE["width"]


def test_the_conversation_comes_first_and_can_be_gone_on_with(phone: Chat, shoot: Shoot) -> None:
    expect(phone.page.get_by_role("heading", level=1)).to_be_in_viewport()
    expect(phone.box).to_be_in_viewport(ratio=1)
    expect(phone.page.get_by_role("button", name="Send")).to_be_in_viewport(ratio=1)
    assert_fits(phone)
    shoot(phone.page, "phone_channel")

    phone.attach(EXAMPLES / "nightly_estate.jil")
    phone.box.fill("What breaks if I hold LOAD_GL?")
    phone.page.get_by_role("button", name="Send").tap()
    files = phone.page.get_by_role("list", name="Files", exact=True)
    expect(files).to_be_in_viewport()
    expect(phone.box).to_be_in_viewport(ratio=1)
    assert_fits(phone)
    shoot(phone.page, "phone_thread")

    phone.page.reload()
    phone.connected()
    expect(files).to_be_in_viewport()
    expect(phone.box).to_be_in_viewport(ratio=1)
    phone.page.get_by_role("navigation").get_by_role("link", name="New thread").tap()
    expect(phone.page.get_by_role("textbox", name="Begin a thread")).to_be_in_viewport(ratio=1)


def test_a_link_leads_to_the_channels_and_threads(open_chat: OpenChat, served: Served) -> None:
    chat = open_chat(served, viewport={"width": 390, "height": 400}, has_touch=True, is_mobile=True)
    chat.page.get_by_role("link", name="Threads").tap()
    heading = chat.page.get_by_role("heading", name="Channels")
    expect(heading).to_be_in_viewport(ratio=1)
    top, shown = chat.page.get_by_role("banner").bounding_box(), heading.bounding_box()
    assert top is not None
    assert shown is not None
    assert shown["y"] >= top["height"]


def test_a_question_is_answered_with_a_finger(phone: Chat, shoot: Shoot) -> None:
    phone.ask("/dataops survey side")
    left = phone.page.get_by_role("button", name="left")
    expect(left).to_be_in_viewport(ratio=1)
    box = left.bounding_box()
    assert box is not None
    assert box["height"] >= 24  # WCAG 2.2, target size
    shoot(phone.page, "phone_question")
    left.tap()
    expect(phone.post("You said left.")).to_have_count(1)


@pytest.mark.parametrize("kind", ["phone", "desktop"])
def test_a_word_of_ten_thousand_letters_widens_nothing(
    open_chat: OpenChat, served: Served, kind: str, shoot: Shoot
) -> None:
    options = (
        {"viewport": PHONE, "is_mobile": True}
        if kind == "phone"
        else {"viewport": {"width": 1000, "height": 800}}
    )
    chat = open_chat(served, **options)
    chat.ask(f"/dataops survey {WORD} table")
    field = chat.page.get_by_role("textbox", name="Which table?")
    expect(field).to_be_visible()
    field.fill(WORD)
    field.press("Enter")
    expect(chat.post(f"You said {WORD}.")).to_have_count(1)
    width = chat.page.evaluate("[document.scrollingElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1] == options["viewport"]["width"]  # type: ignore[index]
    shoot(chat.page, f"long_word_{kind}")
    chat.open()
    width = chat.page.evaluate("[document.scrollingElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1]
