"""A run is over once it is told: what cannot be written into the records then is written later, once."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from core.aws_client import aws_client
from core.errors import StoreUnavailable
from core.execution_record import ExecutionRecord
from core.runs.run import Run, RunState
from core.session import Message, session_id_of
from core.settings import Settings
from core.storage.tables import Table, tables_of
from tests.house import House, inbound, open_house
from tests.sample_workflows import asking, write_greeter
from tests.servers import REGION


class Tables:
    """The tables of DynamoDB, of which some can be taken away for a while."""

    def __init__(self, settings: Settings) -> None:
        self._client = aws_client("dynamodb", REGION, connect=2, read=10, attempts=2)
        self._tables: dict[str, Table] = {each.name: each for each in tables_of(settings)}

    def take(self, *names: str) -> None:
        for name in names:
            self._client.delete_table(TableName=name)

    def bring_back(self, *names: str) -> None:
        for name in names:
            self._client.create_table(**self._tables[name].definition())


@pytest.fixture
def tables(aws: Settings) -> Tables:
    return Tables(aws)


def chosen(aws: Settings) -> dict[str, object]:
    """The tables, as settings; contents stay in files."""
    return {name: getattr(aws, name) for name in aws.model_fields_set if name.endswith("_table")}


def owed(house: House) -> list[str]:
    return [each.run.run_id for each in house.service.records.owed.due()]


def answers(house: House, run: Run) -> list[Message]:
    history = house.service.services.sessions.get_session(session_id_of(str(run.thread))).conversation_history
    return [each for each in history if each.role == "assistant"]


async def test_a_run_that_was_told_is_over_though_nothing_can_be_recorded(
    tmp_path: Path, aws: Settings, tables: Tables
) -> None:
    async with open_house(tmp_path, **chosen(aws)) as house:
        tables.take(aws.dataops_executions_table)
        run = await house.ask("hello", user="developer")
        assert run.state is RunState.ANSWERED
        assert owed(house) == [run.run_id]
        await house.service.record_keeping.pay()
        assert owed(house) == [run.run_id]
        tables.bring_back(aws.dataops_executions_table)
        await house.service.record_keeping.pay()
        kept = house.service.stores.executions.get(run.run_id)
        assert kept is not None
        assert (kept.user_id, kept.outcome, kept.thread) == (
            "console:local:developer",
            "answered",
            str(run.thread),
        )
        assert 0 < kept.worked_seconds < 60
        assert owed(house) == []
        assert len(answers(house, run)) == 1


async def test_while_no_store_answers_people_are_told_so_at_once(
    tmp_path: Path, aws: Settings, tables: Tables
) -> None:
    gone = [each.name for each in tables_of(aws) if each.name != aws.dataops_checkpoints_table]
    async with open_house(tmp_path, **chosen(aws)) as house:
        first = await house.ask("hello", user="developer")
        tables.take(*gone)
        run = await house.ask("are you there?", thread=first.thread, user="developer")
        assert run.state is RunState.FAILED
        assert "DynamoDB" in house.posts(run)[-1]
        assert [row["state"] for row in house.service.database.read("SELECT state FROM runs")] == [
            "answered",
            "failed",
        ]


async def test_what_is_owed_survives_the_process_and_stands_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_house(tmp_path) as house:
        first = await house.ask("hello")

        def away(*_: object) -> None:
            raise StoreUnavailable("DynamoDB does not answer; try again in a moment.")

        with monkeypatch.context() as patched:
            patched.setattr(house.service.stores.sessions, "append", away)
            run = await house.ask("hello again", thread=first.thread)
        assert "does not answer" in house.posts(run)[-1]
        assert owed(house) == [run.run_id]
    async with open_house(tmp_path) as house:
        await house.service.record_keeping.pay()
        await house.service.record_keeping.pay()
        sessions = house.service.services.sessions
        said = sessions.get_session(session_id_of(str(run.thread))).conversation_history
        assert [each.message_id for each in said if each.message_id.startswith(run.run_id)] == [
            f"{run.run_id}:answer"
        ]
        assert [each.content for each in said if each.role == "user"] == ["hello", "hello again"]
        assert owed(house) == []


async def test_what_was_forgotten_is_owed_no_more(tmp_path: Path, aws: Settings, tables: Tables) -> None:
    async with open_house(tmp_path, **chosen(aws)) as house:
        tables.take(aws.dataops_executions_table)
        run = await house.ask("hello", user="developer")
        tables.bring_back(aws.dataops_executions_table)
        forgotten = await house.ask("/dataops forget now", thread=run.thread, user="developer")
        assert forgotten.state is RunState.ANSWERED
        assert run.run_id not in owed(house)
        await house.service.record_keeping.pay()
        assert house.service.stores.executions.get(run.run_id) is None


async def test_what_can_never_be_written_holds_up_nobody(
    tmp_path: Path, aws: Settings, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_house(tmp_path, **chosen(aws)) as house:
        tables.take(aws.dataops_executions_table)
        odd, plain = await house.ask("hello"), await house.ask("hello")
        tables.bring_back(aws.dataops_executions_table)
        executions = house.service.stores.executions
        save = executions.save

        def picky(execution: ExecutionRecord) -> ExecutionRecord:
            if execution.run_id == odd.run_id:
                raise ValueError("odd")
            return save(execution)

        monkeypatch.setattr(executions, "save", picky)
        with capture_logs() as logs:
            await house.service.record_keeping.pay()
        assert [line["run_id"] for line in logs if line["event"] == "run_not_recorded"] == [odd.run_id]
        assert owed(house) == []
        assert executions.get(plain.run_id) is not None


async def test_a_run_that_waits_is_on_record_and_then_as_it_ended(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body=asking(), name="greeter")
    async with open_house(tmp_path) as house:
        executions = house.service.stores.executions
        save, executions.save = executions.save, None  # type: ignore[method-assign, assignment]
        waiting = await house.ask("/dataops greeter")
        assert waiting.state is RunState.WAITING
        assert owed(house) == [waiting.run_id]
        executions.save = save  # type: ignore[method-assign]
        answer = inbound("yes", thread=waiting.thread)
        house.service.inbox.receive(answer, house.service.lease)
        assert owed(house) == []  # whoever works on it writes it down
        await house.service.engine.finish(waiting.run_id)
        kept = executions.get(waiting.run_id)
        assert kept is not None
        assert kept.ended_at is not None
        await house.service.record_keeping.pay()
        assert executions.get(waiting.run_id) == kept
