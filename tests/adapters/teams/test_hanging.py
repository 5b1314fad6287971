"""A Connector that does not answer: what comes in is taken in all the same, here and at the other doors."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.adapters.teams.office import open_office

pytestmark = pytest.mark.doors

Patch = pytest.MonkeyPatch
DELIVERIES = 14


async def test_what_comes_in_is_acknowledged_while_the_connector_hangs(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(3))
    async with open_office(tmp_path, monkeypatch) as office:
        teams, database = office.teams, office.service.database
        held = [teams.hold(call) for call in ("send", "reply", "update")]
        for _ in range(DELIVERIES):
            said = await teams.say(teams.ada, teams.channel, "What can you do?", mention=True)
            assert said.status == 200
            assert said.seconds < 2
        async with asyncio.timeout(2):
            (stored,) = await asyncio.to_thread(database.read, "SELECT count(*) AS n FROM runs")
        assert stored["n"] == DELIVERIES
        arrived = [asyncio.create_task(hold.arrived()) for hold in held]
        hanging, _ = await asyncio.wait(arrived, return_when=asyncio.FIRST_COMPLETED, timeout=10)
        assert hanging
        for each in arrived:
            each.cancel()
        teams.heal()
        await office.seen(teams.channel, "I help data-engineering teams", said)
