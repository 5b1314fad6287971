"""The bot's own space."""

import pytest

from adapters.slack.arrivals.home import AssistantOpened, ContextChanged, HomeOpened
from tests.adapters.slack.arrivals.recorded import CHANNEL, TEAM, arrived


@pytest.mark.parametrize(
    ("name", "tab"), [("app_home_opened_home", "home"), ("app_home_opened_messages", "messages")]
)
def test_a_tab_is_opened(name: str, tab: str) -> None:
    found = arrived(name)
    assert isinstance(found, HomeOpened)
    assert (found.tab, found.actor.id, found.channel.channel) == (tab, "U061F7AUR", "D024BE7RE")


def test_the_home_tab_brings_the_name_of_what_it_shows() -> None:
    shown, first = arrived("app_home_opened_home"), arrived("app_home_opened_messages")
    assert isinstance(shown, HomeOpened)
    assert isinstance(first, HomeOpened)
    assert (shown.hash, first.hash) == ("1231232323.12321312", "")


def test_a_tab_without_a_name_is_the_home_tab() -> None:
    found = arrived("app_home_opened_messages", tab=None)
    assert isinstance(found, HomeOpened)
    assert found.tab == "home"


def test_the_channels_that_somebody_had_before_them() -> None:
    found = arrived("app_home_opened_messages")
    assert isinstance(found, HomeOpened)
    assert [str(each) for each in found.looking_at] == [str(CHANNEL), f"slack:{TEAM}:C0OTHER"]


def test_a_conversation_beside_a_channel_is_opened() -> None:
    found = arrived("assistant_thread_started")
    assert isinstance(found, AssistantOpened)
    assert str(found.thread) == f"slack:{TEAM}:D024BE7RE:1726133698.626339"
    assert found.looking_at == (CHANNEL,)


def test_somebody_goes_to_another_channel() -> None:
    beside, unnamed = arrived("assistant_thread_context_changed"), arrived("app_context_changed")
    assert isinstance(beside, ContextChanged)
    assert isinstance(unnamed, ContextChanged)
    assert beside.looking_at == unnamed.looking_at == (CHANNEL,)
    assert beside.actor is not None
    assert (unnamed.actor, unnamed.thread) == (None, None)


def test_somebody_looks_at_nothing() -> None:
    found = arrived("app_context_changed_empty")
    assert isinstance(found, ContextChanged)
    assert found.looking_at == ()
