"""Where the bot can speak: known as long as it can."""

from pathlib import Path

import pytest

from adapters.teams.arrivals.reference import Reference
from adapters.teams.conversations import LEFT, UNKNOWN, Conversations
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.errors import PlaceGone
from core.storage.database import Database

CHANNEL = ChannelRef(platform="teams", tenant="contoso", channel="19:batch@thread.tacv2")
CHAT = ChannelRef(platform="teams", tenant="contoso", channel="a:ada")
ADA = "teams:contoso:ada"


@pytest.fixture
def conversations(tmp_path: Path) -> Conversations:
    known = Conversations(Database(tmp_path / "teams.db"))
    usual = {"service_url": "https://x/", "tenant": "contoso", "bot": "28:b", "bot_name": "", "locale": ""}
    known.remember(CHANNEL, Reference(**usual, scope="channel", conversation=CHANNEL.channel, user="29:ada"))
    known.remember(CHAT, Reference(**usual, scope="personal", conversation=CHAT.channel, user="29:ada"))
    known.remember_person(ADA, CHAT)
    return known


@pytest.mark.parametrize("place", [CHANNEL, CHANNEL.thread("1")])
def test_where_it_was_taken_out_it_cannot_speak(
    conversations: Conversations, place: ChannelRef | ThreadRef
) -> None:
    conversations.lost(place, LEFT)
    assert not conversations.has(CHANNEL)
    assert conversations.has(CHAT)
    with pytest.raises(PlaceGone):
        conversations.of(place)


def test_a_chat_that_is_not_there_is_nobodys_any_more(conversations: Conversations) -> None:
    conversations.lost(CHAT.thread("1"), UNKNOWN)
    assert not conversations.has(CHAT)
    assert conversations.with_person(ADA) is None


def test_a_thread_whose_first_post_was_deleted_takes_its_channel_not_along(
    conversations: Conversations,
) -> None:
    conversations.lost(CHANNEL.thread("1"), UNKNOWN)
    assert conversations.has(CHANNEL)
    conversations.lost(CHANNEL, UNKNOWN)
    assert not conversations.has(CHANNEL)


@pytest.mark.parametrize("code", ["", "ActivityNotFound", "ConversationBlockedByUser"])
def test_what_is_about_one_message_or_passes_is_no_reason_to_forget(
    conversations: Conversations, code: str
) -> None:
    conversations.lost(CHAT, code)
    assert conversations.with_person(ADA) == CHAT
