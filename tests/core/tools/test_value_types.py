"""A cell is told by its text, and a column by its cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.tools.value_types import type_of_value, type_of_values


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        *((value, "integer") for value in ("0", "7", "-12", "+3")),
        *((value, "number") for value in ("1.5", "-.5", "3.0e-7", "1E+05")),
        *((value, "number with comma") for value in ("9,5", "-1.234.567,89", "1,234")),
        *((value, "date") for value in ("2026-11-02", "2024-02-29")),
        *((value, "timestamp") for value in ("2026-11-02 04:10", "2026-11-02T04:10:12.123Z")),
        *((value, "date of another form") for value in ("02.11.2026", "11/30/2026", "30/11/2026")),
        *((value, "boolean") for value in ("true", "NO")),
        ("", "empty"),
        *((value, "code") for value in ("007", "00")),
        *((value, "text") for value in ("1e5", "x", "2026-02-30", "31.02.2026", "13/13/2026")),
        *((value, "text") for value in ("-", "2026-11-02x", "1.2.3", "\u0663", "n/a", "9" * 60)),
    ],
)
def test_what_a_value_is(value: str, kind: str) -> None:
    assert type_of_value(value) == kind


@pytest.mark.parametrize(
    ("counts", "kind"),
    [
        ({}, "empty"),
        ({"empty": 3}, "empty"),
        ({"integer": 2, "empty": 1}, "integer"),
        ({"integer": 2, "number": 1}, "number"),
        ({"integer": 2, "code": 1}, "code"),
        ({"date": 1, "timestamp": 1}, "timestamp"),
        ({"date": 1, "integer": 1}, "text"),
        ({"integer": 0, "date": 1}, "date"),
    ],
)
def test_what_a_column_is(counts: dict[str, int], kind: str) -> None:
    assert type_of_values(counts) == kind


@given(st.text(max_size=40) | st.text("0123456789+-.,/eET: Z", max_size=30))
def test_any_text_has_a_type(value: str) -> None:
    assert type_of_value(value)
