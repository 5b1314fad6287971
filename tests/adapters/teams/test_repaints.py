"""How often cards are changed, at the door's real pace."""

from contextlib import nullcontext
from pathlib import Path

import pytest

from core.chat.card import Card
from core.chat.thread_ref import ChannelRef
from tests.adapters.teams.connector import Connector, Conversation
from tests.adapters.teams.office import Office, open_office
from tests.adapters.turned_clock import TurnedClock, turned_clock

pytestmark = pytest.mark.doors

CARDS = 5
SECONDS = 6


async def changes(office: Office, clock: TurnedClock, place: Conversation) -> int:
    """How many changes Teams got while so many cards of a place were changed all the time."""
    teams: Connector = office.teams
    said = await teams.say(teams.ada, place, "What can you do?", mention=True)
    await office.seen(place, "I help data", said if place is teams.channel else None)
    await clock.turn(8)
    channel = ChannelRef(platform="teams", tenant=teams.tenant.id, channel=place.id)
    door, working = office.service.doors["teams"], Card(kind="progress", title="Begun", activity="")
    refs = [await door.open(channel).say(working, key=f"run_{place.id}_{at}:progress") for at in range(CARDS)]
    await clock.turn(8)
    for second in range(SECONDS):
        for ref in refs:
            card = working.model_copy(update={"title": f"Second {second}"})
            await door.open(ref.thread).repaint(ref, card)
        await clock.turn(1)
    return len([call for call in teams.calls("update", place.id) if "Second" in str(call.args)])


async def test_the_cards_of_a_chat_share_its_two_seconds_and_threads_have_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with turned_clock() as clock, open_office(tmp_path, monkeypatch, paced=nullcontext) as office:
        assert 2 <= await changes(office, clock, office.teams.group) <= 4
        assert await changes(office, clock, office.teams.channel) > 4
