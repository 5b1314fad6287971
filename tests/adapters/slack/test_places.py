"""Places as a person finds them."""

from adapters.slack.places import Places
from core.chat.thread_ref import ChannelRef


def channel(name: str) -> ChannelRef:
    return ChannelRef(platform="slack", tenant="T1", channel=name)


PLACES = Places("https://acme.slack.com/", channel("D0OWN"))


def test_an_address_is_the_one_that_slack_gives() -> None:
    assert PLACES.address(channel("C0A")) == "https://acme.slack.com/archives/C0A"
    thread = channel("C0A").thread("1700000000.000100")
    assert PLACES.address(thread) == "https://acme.slack.com/archives/C0A/p1700000000000100"


def test_other_peoples_conversations_with_the_bot_are_nobodys_business() -> None:
    assert PLACES.concern(channel("D0OWN"))
    assert PLACES.concern(channel("C0A"))
    assert not PLACES.concern(channel("D0OTHER"))


def test_ones_own_conversation_has_a_name() -> None:
    assert PLACES.name(channel("D0OWN")) == "Direct messages with me"
    assert PLACES.name(channel("C0A")) == "C0A"
