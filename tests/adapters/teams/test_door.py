"""The door as a whole: what it keeps of the conversations that it was in."""

from pathlib import Path
from typing import Any
from weakref import WeakSet

import pytest

from adapters.teams import door as teams_door
from core.chat.card import Card
from core.chat.repaints import Repaints
from core.chat.surface import MessageRef
from core.chat.thread_ref import ChannelRef
from tests.adapters.teams.office import open_office

pytestmark = pytest.mark.doors

Patch = pytest.MonkeyPatch
Painters = WeakSet[Repaints]


@pytest.fixture
def painters(monkeypatch: Patch) -> Painters:
    """Those that are there now."""
    found: Painters = WeakSet()

    def made(*given: Any, **named: Any) -> Repaints:
        painter = Repaints(*given, **named)
        found.add(painter)
        return painter

    monkeypatch.setattr(teams_door, "Repaints", made)
    return found


async def test_nothing_is_kept_of_conversations_that_are_over(
    tmp_path: Path, monkeypatch: Patch, painters: Painters
) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        for number in range(50):
            chat = ChannelRef(platform="teams", tenant="contoso", channel=f"a:{number}")
            office.service.doors["teams"].open(chat)
        assert not painters


async def test_surfaces_of_one_conversation_paint_as_one(
    tmp_path: Path, monkeypatch: Patch, painters: Painters
) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams, door = office.teams, office.service.doors["teams"]
        chat = ChannelRef(platform="teams", tenant=teams.tenant.id, channel=teams.chat.id)
        surfaces = [door.open(chat.thread(str(number))) for number in range(5)]
        assert len(painters) == 1
        ref = MessageRef(chat.thread("1"), "1")
        await surfaces[0].repaint(ref, Card(kind="progress", title="Reading"))
        surfaces.clear()
        assert len(painters) == 1, "it is needed until all is painted"
