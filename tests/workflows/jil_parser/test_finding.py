"""Findings: good English, names that are no markup, and a result that stays small whatever the files hold."""

import re

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.jil_parser.finding import (
    LISTED,
    RESULT_BYTES,
    bounded,
    bullets,
    clipped,
    code,
    counted,
    fitting,
    joined,
    names,
    plain,
)


def test_numbers_and_lists_read_well() -> None:
    assert [counted(0, "job"), counted(1, "box", "boxes"), counted(2000, "box", "boxes")] == [
        "0 jobs",
        "1 box",
        "2,000 boxes",
    ]
    assert [joined([]), joined(["a"]), joined(["a", "b"]), joined(["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert names(["A", "B", "C"], 2) == "`A`, `B` and 1 more"
    assert names(["A"], 2) == "`A`"


def test_a_list_shows_its_beginning() -> None:
    assert bullets(["a", "b"]) == "- a\n- b"
    assert bullets([str(n) for n in range(20)]).splitlines()[-1] == "- and 5 more, in answer.csv"
    assert bounded("x", list(range(500))) == {"x": list(range(LISTED)), "x_total": 500}


@given(st.text(max_size=300))
def test_code_is_one_line_of_code_whatever_it_holds(text: str) -> None:
    shown = code(text)
    assert shown.count("`") == 2
    assert shown[1:-1].isprintable()
    assert len(shown) <= 162


@given(st.text(max_size=100))
def test_plain_text_has_no_markup_left(text: str) -> None:
    assert not re.search(r"[`*_{}\[\]<>#|~&!\\]", re.sub(r"\\.", "", plain(text)))
    assert "\n" not in plain(text)


@pytest.mark.parametrize("length", [10, 11])
def test_clipped_text_is_never_longer(length: int) -> None:
    assert clipped("0123456789", length) == "0123456789"
    assert len(clipped("0123456789" * 5, length)) == length


@pytest.mark.parametrize(
    "result",
    [
        {"waiting": ["J" * 5000] * 1000},
        {"rows": [{"job": "J" * 500, "because": "b" * 5000}] * 300},
        {"definition": {f"key{n}" * 100: "v" * 10_000 for n in range(5000)}},
        {"k" * 1_000_000: "v" * 1_000_000},
        {"longest": [["J" * 3000] * 500] * 500},
    ],
)
def test_any_result_fits(result: dict[str, object]) -> None:
    assert len(orjson.dumps(fitting(result))) <= RESULT_BYTES


def test_an_ordinary_result_is_not_touched() -> None:
    result = {
        "current_job": "A",
        "levels": 3,
        "able": True,
        "upstream": [{"job": "B", "level": 1}],
        "none": None,
    }
    assert fitting(result) == result
