"""What stands in the place of a form that was sent."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.teams.rendering.card import render
from adapters.teams.rendering.filled import filled
from adapters.teams.rendering.sent_form import sent_form
from core.chat.command_form import CommandForm
from core.chat.inbound import Actor
from tests.adapters.cards import hostile, line
from tests.adapters.teams.rendering.reading import elements_of, lines
from tests.adapters.teams.rendering.shape import check
from tests.adapters.teams.rendering.test_form import DATA, FORM, forms

ADA = Actor(platform="teams", tenant="t", id="ada", name="Ada Lovelace")


def test_it_keeps_what_was_entered_and_who_started_it() -> None:
    filling = filled(FORM, DATA | {"limit": 3.0, "empty": "no", "order": ""})
    (payload,) = render(sent_form(FORM, filling, ADA), most=1).payloads
    assert lines([payload]) == [
        "count-lines",
        "Whoseops",
        "At most3",
        "Empty ones toono",
        "Started by Ada Lovelace",
    ]


def test_who_has_no_name_is_told_by_the_id() -> None:
    card = sent_form(FORM, filled(FORM, DATA), ADA.model_copy(update={"name": ""}))
    assert card.footer == "Started by ada"


@settings(max_examples=40, deadline=None)
@given(forms(), st.dictionaries(st.sampled_from("abcdefgh"), hostile | st.just("yes"), max_size=8), line)
def test_whatever_was_entered_it_is_a_card_with_nothing_to_press(
    command: CommandForm, data: dict[str, Any], name: str
) -> None:
    card = sent_form(command, filled(command, data), ADA.model_copy(update={"name": name}))
    (payload,) = render(card, most=1).payloads
    check(payload)
    assert not elements_of([payload], "Action.Execute")
