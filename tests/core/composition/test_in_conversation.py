"""A chain in a thread: questions, crashes, rights and files as for one workflow."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from langgraph.checkpoint.memory import InMemorySaver

from core.orchestrator.execution import Event, GraphRun, StepEvent
from core.orchestrator.fingerprint import GraphChanged
from core.orchestrator.graph import build_orchestrator
from core.orchestrator.opening import open_services
from core.orchestrator.services import Services
from core.runs.run import Run, RunState
from core.settings import Settings
from core.storage.database import Database
from tests.core.composition.test_chain_folder import write_chain
from tests.core.crashes import Crash
from tests.house import House, open_house
from tests.sample_workflows import asking, write_counter, write_deployer, write_greeter, write_writer

CHAIN = """
    name: night_close
    description: Closes the night
    steps:
      - workflow: load
      - workflow: check
      - workflow: report
"""
ASK = "/dataops night-close"


def noting(path: Path, then: str = "pass") -> str:
    """Statements that leave a mark for each time that a step runs, and another one."""
    return f"from tests.core.composition import inside_steps; inside_steps.note({str(path)!r}); {then}"


def runs(path: Path) -> int:
    return len(path.read_text()) if path.exists() else 0


def write_night(tmp_path: Path, check: str = "pass") -> None:
    """Three steps that note when they run; the second one does something, too."""
    folder = tmp_path / "workflows"
    for name in ("load", "check", "report"):
        write_greeter(folder, name, noting(tmp_path / name, check if name == "check" else "pass"))
    write_chain(folder, CHAIN)


def said(run: Run) -> str:
    assert run.outcome is not None
    assert run.outcome.response is not None
    return str(run.outcome.response.result)


async def answered(house: House, waiting: Run, text: str) -> Run:
    await house.ask(text, thread=waiting.thread)
    return await house.service.engine.finish(waiting.run_id)


def policy(tmp_path: Path, **more: Any) -> Path:
    content = {
        "roles": {"half": ["workflow.night_close.invoke", "workflow.load.invoke", "workflow.report.invoke"]},
        "people": {"console:local:admin": ["admin"], "console:local:dan": ["half"]},
        "channels": {"console:local:console": ["*"]},
    }
    path = tmp_path / "policy.yaml"
    path.write_text(yaml.safe_dump(content | more))
    return path


async def test_a_question_in_a_step_is_asked_and_answered_and_no_step_runs_twice(tmp_path: Path) -> None:
    write_night(tmp_path, asking())
    async with open_house(tmp_path) as house:
        waiting = await house.ask(ASK)
        assert waiting.state is RunState.WAITING
        assert "Are you sure?" in house.posts(waiting)[-1]
        assert (runs(tmp_path / "load"), runs(tmp_path / "report")) == (1, 0)
        done = await answered(house, waiting, "yes")
        assert done.state is RunState.ANSWERED
        assert said(done) == "Partition report for /dataops night-close"
        assert "- check: Partition report for True" in "\n".join(house.posts(done))
        assert (runs(tmp_path / "load"), runs(tmp_path / "report")) == (1, 1)


async def test_the_answer_may_come_after_a_restart(tmp_path: Path) -> None:
    write_night(tmp_path, asking())
    async with open_house(tmp_path) as house:
        waiting = await house.ask(ASK)
    async with open_house(tmp_path) as house:
        done = await answered(house, waiting, "yes")
        assert done.state is RunState.ANSWERED
        assert [runs(tmp_path / name) for name in ("load", "report")] == [1, 1]


async def test_a_part_that_changed_while_its_chain_waited_is_told(tmp_path: Path) -> None:
    write_night(tmp_path, asking())
    async with open_house(tmp_path) as house:
        waiting = await house.ask(ASK)
        source = (tmp_path / "workflows" / "check" / "workflow.py").read_text()
        newer = source.replace('"greet"', '"welcome"')
        newer = newer.replace("WorkflowMetadata(\n", "WorkflowMetadata(version='1.1.0',\n")
        (tmp_path / "workflows" / "check_again").mkdir()
        (tmp_path / "workflows" / "check_again" / "workflow.py").write_text(newer)
        house.service.services.registry.reload()
        ended = await answered(house, waiting, "yes")
        assert said(ended) == str(GraphChanged())


async def test_an_approval_in_a_step_ends_the_chain_and_says_how_far_it_came(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", "load")
    write_deployer(tmp_path / "workflows", tmp_path / "done")
    steps = [{"workflow": "load"}, {"workflow": "deployer"}]
    write_chain(tmp_path / "workflows", yaml.safe_dump({"name": "close", "description": "y", "steps": steps}))
    roles = {"releaser": ["workflow.deployer.approve"]}
    people = {"console:local:admin": ["admin"], "console:local:ann": ["releaser"]}
    chosen = policy(tmp_path, roles=roles, people=people)
    async with open_house(tmp_path, dataops_policy=chosen) as house:
        waiting = await house.ask("/dataops close")
        assert waiting.state is RunState.WAITING
        await house.ask("decline", thread=waiting.thread, user="ann")
        ended = await house.service.engine.finish(waiting.run_id)
        assert ended.state is RunState.CANCELLED
        assert said(ended) == "Not approved: `ann` declined it. Done: load. Not run: deployer."


async def test_a_chain_takes_the_right_to_each_of_its_workflows(tmp_path: Path) -> None:
    write_night(tmp_path)
    async with open_house(tmp_path, dataops_policy=policy(tmp_path)) as house:
        refused = await house.ask(ASK, user="dan")
        assert refused.state is RunState.REFUSED
        assert runs(tmp_path / "load") == 0
        shown = house.posts(await house.ask("/dataops capabilities", user="dan"))
        assert "night_close" not in "\n".join(shown)
        await house.ask("/dataops admin disable report")
        assert (await house.ask(ASK)).state is RunState.REFUSED
        await house.ask("/dataops admin enable report")
        assert (await house.ask(ASK)).state is RunState.ANSWERED


async def test_a_failure_is_told_with_what_ran(tmp_path: Path) -> None:
    write_night(tmp_path, "1 / 0")
    async with open_house(tmp_path) as house:
        failed = await house.ask(ASK)
        assert failed.state is RunState.FAILED
        assert (
            "night_close stopped at step 2 of 3, check: Something went wrong in it; the log has the cause. "
            "Done: load. Not run: report." in " ".join(house.posts(failed)[-1].split())
        )


async def test_files_are_asked_for_before_it_begins_and_each_step_has_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "workflows"
    write_counter(folder)
    again = {"workflow": "line_counter", "parameters": {"path": "previous.artifacts"}}
    steps = [{"workflow": "line_counter"}, again]
    write_chain(folder, yaml.safe_dump({"name": "twice", "description": "y", "steps": steps}))
    listing = tmp_path / "a.lst"
    listing.write_text("1\n2\n3\n")
    async with open_house(tmp_path) as house:
        waiting = await house.ask("/dataops twice")
        assert waiting.state is RunState.WAITING
        assert "Which listing should I count?" in house.posts(waiting)[-1]
        done = await house.ask("/dataops twice", files=(listing,))
        assert said(done) == "1 lines."
        assert done.outcome is not None
        assert done.outcome.response is not None
        assert len(set(done.outcome.response.artifacts)) == 2


async def test_what_a_step_streams_is_not_the_answer_of_the_chain(tmp_path: Path) -> None:
    folder = tmp_path / "workflows"
    write_writer(folder, "a b c")
    write_greeter(folder, "load")
    steps = [{"workflow": "ledger_writer"}, {"workflow": "load"}]
    write_chain(folder, yaml.safe_dump({"name": "essay", "description": "y", "steps": steps}))
    events, _ = await told(tmp_path, "/dataops essay")
    assert [type(event) for event in events if not isinstance(event, StepEvent)] == []


@asynccontextmanager
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    settings = Settings(
        _env_file=None, dataops_home=tmp_path / "home", dataops_workflows=str(tmp_path / "workflows")
    )
    database = Database(settings.dataops_home / "dataops.db")
    try:
        yield open_services(settings, database)
    finally:
        database.close()


async def told(tmp_path: Path, query: str) -> tuple[list[Event], dict[str, Any]]:
    events: list[Event] = []
    async with services(tmp_path) as parts:
        session = parts.sessions.create_session("somebody")
        run = GraphRun(build_orchestrator(parts, InMemorySaver()), "run_1", events.append)
        beginning = {"session_id": session.session_id, "user_query": query, "run_id": "run_1"}
        end = await run.go_on(beginning, {}, live=True)
    return events, end.values


async def test_progress_shows_the_chain_s_steps_and_those_of_its_workflows(tmp_path: Path) -> None:
    write_night(tmp_path)
    events, _ = await told(tmp_path, ASK)
    done = [event.name for event in events if isinstance(event, StepEvent) and event.state == "done"]
    assert done == ["greet", "load", "greet", "check", "greet", "report", "finish"]


async def test_after_a_crash_the_steps_that_were_done_are_not_done_again(tmp_path: Path) -> None:
    write_night(tmp_path, "inside_steps.crash_once()")
    saver = InMemorySaver()
    async with services(tmp_path) as parts:
        session = parts.sessions.create_session("somebody")
        beginning = {"session_id": session.session_id, "user_query": ASK, "run_id": "run_1"}
        with pytest.raises(Crash):
            await GraphRun(build_orchestrator(parts, saver), "run_1", print).go_on(beginning, {}, live=True)
        assert [runs(tmp_path / name) for name in ("load", "check", "report")] == [1, 1, 0]
        end = await GraphRun(build_orchestrator(parts, saver), "run_1", print).go_on({}, {}, live=True)
    assert end.values["workflow_result"]["success"] is True
    assert [runs(tmp_path / name) for name in ("load", "check", "report")] == [1, 2, 1]


def test_without_an_event_loop_it_is_the_same(tmp_path: Path) -> None:
    write_night(tmp_path)
    settings = Settings(
        _env_file=None, dataops_home=tmp_path / "home", dataops_workflows=str(tmp_path / "workflows")
    )
    database = Database(settings.dataops_home / "dataops.db")
    parts = open_services(settings, database)
    session = parts.sessions.create_session("somebody")
    end = build_orchestrator(parts).invoke({"session_id": session.session_id, "user_query": ASK})
    database.close()
    assert end["workflow_result"]["success"] is True


async def test_questions_of_workflows_side_by_side_are_asked_one_after_the_other(tmp_path: Path) -> None:
    folder = tmp_path / "workflows"
    for name in ("left", "right"):
        write_greeter(folder, name, asking("string").replace("Are you sure?", f"What is {name}?"))
    group = [{"workflow": "left"}, {"workflow": "right"}]
    write_chain(folder, yaml.safe_dump({"name": "pair", "description": "y", "steps": [{"parallel": group}]}))
    async with open_house(tmp_path) as house:
        waiting = await house.ask("/dataops pair")
        for _ in group:
            asked = house.posts(waiting)[-1]
            assert waiting.state is RunState.WAITING
            waiting = await answered(house, waiting, "L" if "What is left?" in asked else "R")
        assert waiting.state is RunState.ANSWERED
        shown = "\n".join(house.posts(waiting))
        assert "- left: Partition report for L" in shown
        assert "- right: Partition report for R" in shown


async def test_what_only_some_runs_need_is_asked_for_when_it_is_needed(tmp_path: Path) -> None:
    folder = tmp_path / "workflows"
    write_greeter(folder, "load")
    write_counter(folder)
    steps = [{"workflow": "load"}, {"workflow": "line_counter", "when": {"previous.success": True}}]
    write_chain(folder, yaml.safe_dump({"name": "maybe", "description": "y", "steps": steps}))
    listing = tmp_path / "a.lst"
    listing.write_text("1\n2\n3\n")
    async with open_house(tmp_path) as house:
        waiting = await house.ask("/dataops maybe")
        assert waiting.state is RunState.WAITING
        assert "Which listing should I count?" in house.posts(waiting)[-1]
        await house.ask("", thread=waiting.thread, files=(listing,))
        done = await house.service.engine.finish(waiting.run_id)
        assert said(done) == "3 lines."


async def test_a_cancelled_chain_runs_no_further_step(tmp_path: Path) -> None:
    write_night(tmp_path, asking())
    async with open_house(tmp_path) as house:
        waiting = await house.ask(ASK)
        await house.service.engine.cancel(waiting.run_id, "console:local:admin")
        ended = await house.service.engine.finish(waiting.run_id)
        assert ended.state is RunState.CANCELLED
        assert runs(tmp_path / "report") == 0
