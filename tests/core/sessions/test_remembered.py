"""What a thread remembers grows old as it was said."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.session import Session
from core.sessions.remembered import younger

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
OLD, LIMIT, NEW = (NOW - timedelta(days=days) for days in (100, 90, 80))


def session(remembered: dict[str, Any], *, begun: datetime = OLD, last: datetime = NOW) -> Session:
    return Session(user_id="ana", created_at=begun, last_active=last, global_context=remembered)


@pytest.mark.parametrize(("last", "stays"), [(NEW, True), (OLD, False)])
def test_what_has_no_moment_is_as_old_as_the_last_word(last: datetime, *, stays: bool) -> None:
    remembered = {"asked": [{"run_id": "1"}], "inputs": {"jil": {"ids": ["a"], "at": "yesterday"}}}
    nothing: dict[str, Any] = {"asked": [], "inputs": {}}
    assert younger(session(remembered, last=last), LIMIT) == (remembered if stays else nothing)


@pytest.mark.parametrize(("begun", "stays"), [(NEW, True), (OLD, False)])
def test_a_sum_without_a_moment_is_as_old_as_its_session(begun: datetime, *, stays: bool) -> None:
    remembered = {"summary": {"text": "x", "until": "message_1"}}
    assert younger(session(remembered, begun=begun), LIMIT) == (remembered if stays else {})


def test_a_sum_goes_when_its_first_message_is_too_old() -> None:
    remembered = {"summary": {"text": "x", "since": OLD.isoformat()}}
    assert younger(session(remembered, begun=NEW), LIMIT) == {}


@given(
    st.dictionaries(
        st.sampled_from(["asked", "inputs", "summary", "else"]),
        st.recursive(
            st.none() | st.text() | st.integers(),
            lambda each: st.lists(each) | st.dictionaries(st.text(), each),
        ),
    )
)
def test_whatever_stands_there_is_read(remembered: dict[str, Any]) -> None:
    found = session(remembered)
    once = younger(found, LIMIT)
    assert younger(found.model_copy(update={"global_context": once}), LIMIT) == once
    assert once.get("else") == remembered.get("else")
