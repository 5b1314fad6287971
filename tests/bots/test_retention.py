"""What is old goes from every store, and what is not old stays."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.access.audit import Act
from core.pin_board import Pin
from core.runs.run import Run
from tests.house import CHANNEL, House, open_house
from tests.sample_workflows import write_counter

DAYS = {"dataops_keep_artifacts_days": 1e-9, "dataops_keep_messages_days": 1e-9, "dataops_session_days": 1e-9}
"""Everything is old at once."""


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    write_counter(tmp_path / "workflows")
    path = tmp_path / "day.lst"
    path.write_text("a\nb\n")
    return path


async def counted(house: House, listing: Path) -> Run:
    run = await house.ask("count the lines of this listing", files=(listing,))
    await house.ask("/dataops checkpoint here", thread=run.thread)
    return run


def sweep(house: House) -> None:
    for each in house.service.retention.sweeps:
        each()


def kept(house: House, run: Run) -> dict[str, int]:
    """How much is kept of a run's thread, store by store."""
    service, session = house.service, run.thread
    sessions, artifacts = service.services.sessions.left(str(session)), service.services.artifacts
    assert run.outcome is not None
    assert run.outcome.response is not None
    return {
        "runs": len(service.records.retention.of_thread(session)) if session else 0,
        "messages": sessions.messages + sessions.archived,
        "files": len(artifacts.find_artifacts(run.outcome.response.artifacts)),
        "executions": int(service.stores.executions.get(run.run_id) is not None),
        "people": int(service.stores.users.get(str(run.inbound.actor)) is not None),
    }


async def test_nothing_that_is_young_is_swept_away(tmp_path: Path, listing: Path) -> None:
    async with open_house(tmp_path) as house:
        run = await counted(house, listing)
        before = kept(house, run)
        sweep(house)
        assert kept(house, run) == before
        assert min(before.values()) > 0


async def test_what_is_old_is_swept_away_everywhere(tmp_path: Path, listing: Path) -> None:
    async with open_house(tmp_path, **DAYS) as house:
        run = await counted(house, listing)
        sweep(house)
        sweep(house)
        assert set(kept(house, run).values()) == {0}
        assert [path.name for path in (tmp_path / "home" / "contexts").rglob("*") if path.is_file()] == []


async def test_what_a_channel_has_pinned_stays(tmp_path: Path, listing: Path) -> None:
    async with open_house(tmp_path, dataops_keep_artifacts_days=1e-9) as house:
        run = await counted(house, listing)
        assert run.outcome is not None
        assert run.outcome.response is not None
        pinned = run.outcome.response.artifacts
        pin = Pin(
            channel=str(CHANNEL), kind="count", artifact_ids=pinned, names=["count.txt"], pinned_by="ada"
        )
        house.service.services.pins.pin(pin)
        sweep(house)
        assert len(house.service.services.artifacts.find_artifacts(pinned)) == len(pinned)
        house.service.services.pins.unpin(str(CHANNEL), "count")
        sweep(house)
        assert house.service.services.artifacts.find_artifacts(pinned) == {}


async def test_the_audit_stays_whole_without_its_oldest_lines(tmp_path: Path) -> None:
    async with open_house(tmp_path, dataops_keep_audit_days=1e-9) as house:
        audit = house.service.access.audit
        audit.record(Act("console:local:ada", str(CHANNEL), "artifact.read"), allowed=True)
        sweep(house)
        assert audit.broken_at() is None
        assert [line.permission for line in audit.lines(datetime.fromtimestamp(0, UTC))] == ["audit.expire"]
