"""Messages are the same nouns for every door."""

import pytest
from pydantic import ValidationError

from core.chat.inbound import Actor, Inbound, InboundFile
from core.chat.thread_ref import ChannelRef

CHANNEL = ChannelRef(platform="console", tenant="local", channel="console")
ANA = Actor(platform="console", tenant="local", id="ana", name="Ana")


def test_an_actor_is_named_by_id_and_not_by_a_name_anyone_can_choose() -> None:
    assert str(ANA) == "console:local:ana"
    assert str(Actor(platform="teams", tenant="t", id="29:a")) == "teams:t:29%3Aa"
    impostor = Actor(platform="console", tenant="local", id="eve", name="console:local:ana")
    assert str(impostor) == "console:local:eve"


@pytest.mark.parametrize("field", ["platform", "tenant", "id"])
def test_nobody_is_nobody(field: str) -> None:
    with pytest.raises(ValidationError):
        Actor(**({"platform": "console", "tenant": "local", "id": "ana"} | {field: ""}))


def test_a_message_survives_being_written_down() -> None:
    inbound = Inbound(
        id="1",
        act="1",
        channel=CHANNEL,
        thread=CHANNEL.thread("t"),
        actor=ANA,
        text="héllo",
        files=(InboundFile(name="a.jil", locator="x", size=3),),
        action="question_1",
        value={"choice": ["up"]},
    )
    assert Inbound.model_validate_json(inbound.model_dump_json()) == inbound
    assert inbound.received_at.utcoffset() is not None


def test_a_message_does_not_change() -> None:
    inbound = Inbound(id="1", act="1", channel=CHANNEL, actor=ANA)
    with pytest.raises(ValidationError):
        inbound.text = "other"  # type: ignore[misc]


def test_names_are_spelled_out_as_whole_words_only() -> None:
    said = "give @ann and x@ann and @anna @ann."
    message = Inbound(id="1", act="1", channel=CHANNEL, actor=ANA, text=said, named={"@ann": "slack:T:U1"})
    assert message.spelled_out == "give slack:T:U1 and x@ann and @anna slack:T:U1."
