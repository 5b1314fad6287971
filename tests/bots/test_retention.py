"""What is old goes from every store, and what is not old stays."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.access.audit import Act
from core.artifact import Artifact
from core.pin_board import Pin
from core.runs.run import Run, RunState
from core.session import Message, session_id_of
from tests.house import CHANNEL, House, open_house
from tests.sample_workflows import write_asking_counter, write_counter

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
        for folder in ("contexts", "console"):
            assert [path.name for path in (tmp_path / "home" / folder).rglob("*") if path.is_file()] == []


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


async def test_the_file_under_a_waiting_run_stays_until_it_is_over(tmp_path: Path) -> None:
    write_asking_counter(tmp_path / "workflows")
    listing = tmp_path / "day.lst"
    listing.write_text("a\nb\n")
    async with open_house(tmp_path, dataops_keep_artifacts_days=1e-9) as house:
        first = await house.ask("count the lines of this listing", files=(listing,))
        await house.ask("yes", thread=first.thread)
        waiting = await house.ask("count the lines again", thread=first.thread)
        assert waiting.state is RunState.WAITING
        sweep(house)
        over = await house.ask("yes", thread=first.thread)
        assert (over.run_id, over.state) == (waiting.run_id, RunState.ANSWERED)
        sweep(house)
        assert house.service.services.artifacts.list_artifacts(session_id_of(str(first.thread))) == []


async def test_what_is_pinned_while_others_are_deleted_stays(
    tmp_path: Path, listing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_house(tmp_path, dataops_keep_artifacts_days=1e-9) as house:
        await counted(house, listing)
        records, pins = house.service.stores.artifacts, house.service.services.pins
        *_, last = records.every()
        deleted = type(records).delete

        def delete(self: object, artifact_id: str) -> bool:
            pins.pin(
                Pin(
                    channel=str(CHANNEL),
                    kind="count",
                    artifact_ids=[last.artifact_id],
                    names=["a"],
                    pinned_by="ada",
                )
            )
            return deleted(records, artifact_id)

        monkeypatch.setattr(type(records), "delete", delete)
        sweep(house)
        left: list[Artifact] = list(records.every())
        assert [each.artifact_id for each in left] == [last.artifact_id]


async def test_no_message_is_archived_that_is_too_old(tmp_path: Path, listing: Path) -> None:
    days = {"dataops_session_days": 30, "dataops_keep_messages_days": 90}
    async with open_house(tmp_path, **days) as house:
        run = await counted(house, listing)
        now, sessions = datetime.now(UTC), house.service.stores.sessions
        session_id = session_id_of(str(run.thread))
        for ago, name in ((120, "too old"), (60, "younger")):
            said = Message(message_id=name, role="user", content=name, timestamp=now - timedelta(days=ago))
            sessions.append(session_id, said)
        sessions.remove(session_id, [each.message.message_id for each in sessions.history(session_id)][:-2])
        silent = {"last_active": now - timedelta(days=60)}
        sessions.change(session_id, lambda found: found.model_copy(update=silent))
        sweep(house)
        archives = house.service.stores.archives
        ((key, _),) = archives.keys()
        assert [each.message.content for each in archives.read(key)] == ["younger"]


async def test_what_was_asked_is_forgotten_with_its_messages(tmp_path: Path, listing: Path) -> None:
    async with open_house(tmp_path) as house:
        run = await counted(house, listing)
        manager, session_id = house.service.services.sessions, session_id_of(str(run.thread))
        assert manager.get_session(session_id).global_context["asked"]
        manager.delete_messages_before(datetime.now(UTC) - timedelta(days=1))
        assert manager.get_session(session_id).global_context["asked"]
        manager.delete_messages_before(datetime.now(UTC))
        context = manager.get_session(session_id).global_context
        assert (context["asked"], context["inputs"]) == ([], {})


async def test_the_audit_stays_whole_without_its_oldest_lines(tmp_path: Path) -> None:
    async with open_house(tmp_path, dataops_keep_audit_days=1e-9) as house:
        audit = house.service.access.audit
        audit.record(Act("console:local:ada", str(CHANNEL), "artifact.read"), allowed=True)
        sweep(house)
        assert audit.broken_at() is None
        assert [line.permission for line in audit.lines(datetime.fromtimestamp(0, UTC))] == ["audit.expire"]
