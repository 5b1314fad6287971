"""Whatever comes in: nothing raises, and what is taken can be written down."""

import copy
from typing import Any, get_args

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.arrivals.arrival import Arrival, arrival
from adapters.slack.arrivals.ignored import Ignored, Reason
from core.chat.inbound import Inbound
from tests.adapters.slack.arrivals.recorded import BOT, NAMES, recorded

KINDS = get_args(Arrival)


def check(payload: Any) -> Arrival:
    found: Arrival = arrival(payload, BOT)
    assert type(found) in KINDS
    inbound = getattr(found, "inbound", None)
    if isinstance(inbound, Inbound):
        assert Inbound.model_validate_json(inbound.model_dump_json()) == inbound
        orjson.dumps(inbound.model_dump(mode="json"))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_recorded_payload_is_as_slack_documents_it(name: str) -> None:
    found = check(recorded(name))
    assert not (isinstance(found, Ignored) and found.reason is Reason.MALFORMED)


def nested(depth: int, *, listed: bool) -> Any:
    value: Any = "deep"
    for _ in range(depth):
        value = [value] if listed else {"elements": [value], "type": "rich_text"}
    return value


HOSTILE: list[Any] = [
    *(None, True, 0, -1, 1 << 80, 1.5, "", " ", "x", "\0", "\ud800", "T1:C1", "../..", "x" * 50_000),
    *([], {}, [None], [[]], {"": None}, [{}] * 1000),
    *(
        {"type": "rich_text"},
        [{"type": "rich_text", "elements": [{"elements": [{"type": "text", "text": None}]}]}],
    ),
    nested(100_000, listed=True),
    nested(100_000, listed=False),
]


def paths(value: Any, before: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in a payload."""
    items: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        items = list(value.items())
    if isinstance(value, list):
        items = list(enumerate(value))
    return [before, *(path for key, each in items for path in paths(each, (*before, key)))]


def replaced(payload: dict[str, Any], path: tuple[str | int, ...], value: Any) -> Any:
    """The payload with something else in one place."""
    if not path:
        return payload
    changed: Any = copy.deepcopy(payload)
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return changed


@pytest.mark.parametrize("name", NAMES)
def test_no_hostile_value_in_any_place_raises(name: str) -> None:
    payload = recorded(name)
    for path in paths(payload):
        for value in HOSTILE:
            check(replaced(payload, path, value))


@pytest.mark.parametrize("name", NAMES)
def test_no_missing_part_raises(name: str) -> None:
    payload = recorded(name)
    for path in paths(payload):
        if path and isinstance(path[-1], str):
            changed = copy.deepcopy(payload)
            place: Any = changed
            for key in path[:-1]:
                place = place[key]
            del place[path[-1]]
            check(changed)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(
    st.dictionaries(
        st.sampled_from(["type", "team_id", "event", "event_id", "command", "user", "view"]), JSON
    )
)
def test_no_json_raises(payload: dict[str, Any]) -> None:
    check(payload)


@given(st.sampled_from(NAMES), st.data())
@settings(max_examples=300, deadline=None)
def test_no_changed_payload_raises(name: str, data: st.DataObject) -> None:
    payload: Any = recorded(name)
    for _ in range(data.draw(st.integers(1, 4))):
        payload = replaced(payload, data.draw(st.sampled_from(paths(payload))), data.draw(JSON))
    check(payload)


@pytest.mark.parametrize("payload", [{}, {"type": None}, {"type": "event_callback"}, {"type": ["shortcut"]}])
def test_what_is_nothing_of_slacks_is_malformed(payload: dict[str, Any]) -> None:
    found = arrival(payload, BOT)
    assert isinstance(found, Ignored)
    assert found.reason is Reason.MALFORMED


def test_a_reason_names_no_more_than_a_log_takes() -> None:
    found = arrival(recorded("reaction_added", type="\ud800" + "x" * 5000), BOT)
    assert found == Ignored(Reason.UNKNOWN_EVENT, "\ufffd" + "x" * 79)
