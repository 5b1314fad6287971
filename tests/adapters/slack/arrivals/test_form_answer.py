"""Forms that are sent or closed."""

from typing import Any

import pytest

from adapters.slack.arrivals.form_answer import FormAnswer, FormClosed
from adapters.slack.arrivals.ignored import Ignored, Reason
from tests.adapters.slack.arrivals.recorded import TEAM, arrived, recorded


def answer(name: str = "view_submission", **changed: Any) -> FormAnswer:
    found = arrived(name, **changed)
    assert isinstance(found, FormAnswer)
    return found


def test_a_form_brings_what_was_filled_in_and_what_it_was_for() -> None:
    found = answer()
    assert (found.view.callback, found.view.metadata) == ("start", '{"channel":"C024BE91L"}')
    assert found.actor.id == "U061F7AUR"
    file, form, query = found.entered
    assert [each.name for each in file.attached.files] == ["july.lst"]
    assert file.attached.files[0].locator == f"{TEAM}/F04EEHX1EES"
    assert (form.action, form.value) == ("format", "svg")
    assert query.value == "line “one”\nline two"


def test_a_form_sent_twice_is_one_act() -> None:
    view = recorded("view_submission")["view"]
    first, second = answer(), answer(view=view | {"hash": "1724966899.other"}, trigger_id="3.4.5")
    assert first.act == second.act
    assert first.id != second.id
    assert answer(trigger_id="3.4.5").id == first.id
    assert answer(view=view | {"id": "V222"}).act != first.act


def test_a_form_may_say_where_to_answer() -> None:
    assert answer().response_url == ""
    assert answer("view_submission_response_url").response_url.startswith("https://hooks.slack.com/app/")


def test_a_closed_form_is_told() -> None:
    found = arrived("view_closed")
    assert isinstance(found, FormClosed)
    assert (found.view.id, found.all_of_them) == ("V111", True)


@pytest.mark.parametrize("name", ["view_submission", "view_closed"])
def test_a_form_that_is_not_there_is_malformed(name: str) -> None:
    assert arrived(name, view=None) == Ignored(Reason.MALFORMED, "ValueError")


@pytest.mark.parametrize("state", [None, [], {}, {"values": None}, {"values": {"a": 1, "b": {"c": None}}}])
def test_a_state_without_elements_is_empty(state: Any) -> None:
    assert answer(view=recorded("view_submission")["view"] | {"state": state}).entered == ()
