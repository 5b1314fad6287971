"""Conditions in a file: what they hold of, and that nothing in them is code."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.composition.comparison import Comparison, Comparisons
from core.composition.view import View

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.parametrize(
    ("written", "holds", "fails"),
    [
        ("full", ["full"], ["Full", None, 0]),
        (0, [0, 0.0], [False, "0", None]),
        (True, [True], [1, "true", None]),
        (None, [None], [0, ""]),
        (["a", "b"], ["a", "b"], ["c", None]),
        ({"above": 0}, [1, 0.5], [0, -1, "1", None, True]),
        ({"below": 10, "above": 0}, [5], [0, 10]),
        ({"given": True}, [0, ""], [None]),
        ({"given": False}, [None], [0]),
        ({"unlike": "full"}, ["empty", None], ["full"]),
    ],
)
def test_what_a_comparison_holds_of(written: Any, holds: list[Any], fails: list[Any]) -> None:
    comparison = Comparison.model_validate(written)
    assert [value for value in holds if not comparison.holds(value)] == []
    assert [value for value in fails if comparison.holds(value)] == []


@pytest.mark.parametrize("written", [{}, {"code": "1"}, {"above": "x"}, {"one_of": 3}])
def test_what_is_no_comparison_is_refused(written: Any) -> None:
    with pytest.raises(ValidationError):
        Comparison.model_validate(written)


def test_all_names_have_to_hold() -> None:
    response = {"result": {"rows": 3, "kind": "full"}}
    view = View({"mode": "night"}, "words", response, {"count": response})
    names = {"input.mode": "night", "steps.count.result.rows": {"above": 2}, "previous.result.kind": "full"}
    written = {name: Comparison.model_validate(each) for name, each in names.items()}
    assert Comparisons(written)(view)
    assert not Comparisons(written | {"words": Comparison(equals="other")})(view)


@given(JSON, JSON)
def test_any_value_can_be_compared(value: Any, other: Any) -> None:
    comparison = Comparison(above=1, given=True)
    assert comparison.holds(value) in (True, False)
    view = View({"x": value}, "", {"result": other}, {})
    assert view.at("input.x") == value
    view.at("previous.result.a.b")
