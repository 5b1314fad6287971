"""Whatever comes in: nothing raises, and what is taken can be written down."""

import copy
from typing import Any, get_args

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.teams.arrivals.arrival import Arrival, arrival
from adapters.teams.arrivals.ignored import Ignored, Reason
from adapters.teams.arrivals.reference import Reference
from core.chat.inbound import Inbound
from tests.adapters.teams.arrivals.recorded import BOT, HOSTS, NAMES, arrived, recorded

KINDS = get_args(Arrival)


def check(payload: Any) -> Arrival:
    found: Arrival = arrival(payload, HOSTS)
    assert type(found) in KINDS
    inbound = getattr(found, "inbound", None)
    if isinstance(inbound, Inbound):
        assert Inbound.model_validate_json(inbound.model_dump_json()) == inbound
        orjson.dumps(inbound.model_dump(mode="json"))
    reference = getattr(found, "reference", None)
    if isinstance(reference, Reference):
        assert Reference.model_validate_json(reference.model_dump_json()) == reference
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_recorded_activity_is_as_teams_documents_it(name: str) -> None:
    found = check(recorded(name))
    assert not (isinstance(found, Ignored) and found.reason is Reason.MALFORMED)


def nested(depth: int, *, listed: bool) -> Any:
    value: Any = "deep"
    for _ in range(depth):
        value = [value] if listed else {"value": value, "type": "mention"}
    return value


HOSTILE: list[Any] = [
    *(None, True, 0, -1, 1 << 80, 1.5, "", " ", "x", "\0", "\ud800", "a:b;messageid=", "../..", "x" * 50_000),
    *([], {}, [None], [[]], {"": None}, [{}] * 1000, {"dataops": {"action": None}}),
    *("<pre><ul><pre></ul>", "<at>" * 50, "</at></div></table>", "https://[::1", "http://a@b:99999/"),
    nested(100_000, listed=True),
    nested(100_000, listed=False),
]


def paths(value: Any, before: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in an activity."""
    items: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        items = list(value.items())
    if isinstance(value, list):
        items = list(enumerate(value))
    return [before, *(path for key, each in items for path in paths(each, (*before, key)))]


def replaced(payload: dict[str, Any], path: tuple[str | int, ...], value: Any) -> Any:
    """The activity with something else in one place."""
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
        st.sampled_from(["type", "id", "channelId", "from", "conversation", "value", "name", "recipient"]),
        JSON,
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


@pytest.mark.parametrize("payload", [None, [], "x", 7, {}, {"type": None}, {"type": "message"}])
def test_what_is_nothing_of_teams_is_malformed(payload: Any) -> None:
    found = arrival(payload, HOSTS)
    assert isinstance(found, Ignored)
    assert found.reason is Reason.MALFORMED


def test_a_malformed_invoke_still_waits_for_an_answer() -> None:
    assert arrived("consent_accept", value={"action": "maybe"}) == Ignored(
        Reason.MALFORMED, "ValidationError", invoke="fileConsent/invoke"
    )


@pytest.mark.parametrize(
    ("name", "ignored"),
    [
        ("reaction", Ignored(Reason.REACTION)),
        ("typing", Ignored(Reason.TYPING)),
        ("read_receipt", Ignored(Reason.UNKNOWN_EVENT, "application/vnd.microsoft.readReceipt")),
        ("invoke_unknown", Ignored(Reason.UNKNOWN_INVOKE, "task/fetch", invoke="task/fetch")),
        (
            "invoke_signin",
            Ignored(Reason.UNKNOWN_INVOKE, "signin/verifyState", invoke="signin/verifyState"),
        ),
        ("topic_renamed", Ignored(Reason.UNKNOWN_EVENT, "conversationUpdate ")),
        (
            "compose_action",
            Ignored(Reason.UNKNOWN_INVOKE, "analyse", invoke="composeExtension/fetchTask"),
        ),
    ],
)
def test_what_is_none_of_ours_is_ignored_with_what_its_sender_waits_for(name: str, ignored: Ignored) -> None:
    assert arrived(name) == ignored


@pytest.mark.parametrize("name", ["message_group", "submit", "execute", "edited", "consent_accept"])
@pytest.mark.parametrize(
    "sender",
    [
        {"id": BOT},
        {"id": "28:0f0e4e9d-1f0a-4a5b-9c3b-6a2f7f0d2a11"},
        {"id": "29:x", "role": "bot"},
        {"id": "29:x", "role": "skill"},
    ],
)
def test_bots_give_no_orders(name: str, sender: dict[str, Any]) -> None:
    found = arrived(name, sender=sender)
    assert isinstance(found, Ignored)
    assert found.reason is Reason.BOT
    assert found.invoke == (recorded(name).get("name") or "")


@pytest.mark.parametrize("channel", ["webchat", "directline", "slack", "", None])
def test_what_another_channel_of_azure_delivers_is_ignored(channel: Any) -> None:
    found = arrived("message_personal", channelId=channel)
    assert isinstance(found, Ignored)
    assert found.reason is Reason.OTHER_PLATFORM


def test_an_activity_of_no_tenant_is_malformed() -> None:
    conversation = recorded("message_personal")["conversation"] | {"tenantId": None}
    for data in ({}, None, {"tenant": None}, {"tenant": {"id": ""}}):
        found = arrived("message_personal", channelData=data, conversation=conversation)
        assert found == Ignored(Reason.MALFORMED, "ValueError")


def test_a_reason_names_no_more_than_a_log_takes() -> None:
    name = "\ud800" + "x" * 5000
    shown = "\ufffd" + "x" * 79
    assert arrived("invoke_unknown", name=name) == Ignored(Reason.UNKNOWN_INVOKE, shown, invoke=shown)
