"""How a run went, for whoever presses "Show steps" in its thread."""

from pathlib import Path

import pytest

from core.chat.thread_ref import ThreadRef
from core.runs.run import Run, RunState
from tests.house import CHANNEL, House, inbound, open_house
from tests.sample_workflows import asking, write_counter, write_greeter


async def counted(house: House, tmp_path: Path) -> Run:
    path = tmp_path / "day.lst"
    path.write_text("a\nb\n")
    return await house.ask("count the lines of this listing", files=(path,))


def press(house: House, run: Run, *, user: str = "admin", thread: ThreadRef | None = None) -> str:
    """Press the button of a run; the run that answers."""
    pressed = {"kind": "action", "action": "steps", "value": run.run_id}
    message = inbound("", thread=thread or run.thread, user=user).model_copy(update=pressed)
    return house.service.inbox.receive(message, house.service.lease).run_id


def told(run: Run) -> tuple[str, dict[str, object]]:
    assert run.outcome is not None
    assert run.outcome.response is not None
    assert run.outcome.response.answer is not None
    return run.outcome.response.answer.finding, dict(run.outcome.response.answer.numbers)


@pytest.mark.parametrize("user", ["admin", "viewer"])
async def test_whoever_may_read_is_shown_the_steps(tmp_path: Path, user: str) -> None:
    write_counter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        run = await counted(house, tmp_path)
        shown = await house.service.engine.finish(press(house, run, user=user))
        finding, steps = told(shown)
        assert finding == "It took 2 steps."
        assert list(steps) == ["1. Count", "2. Write"]
        assert str(steps["1. Count"]).startswith("done, 0.")
        assert str(steps["1. Count"]).endswith(" s, counting")


async def test_who_may_not_read_here_is_refused(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    policy = tmp_path / "policy.yaml"
    policy.write_text(
        "roles: {blind: [artifact.read]}\n"
        "people: {'console:local:admin': [admin], 'console:local:ben': [blind]}\n"
        f"channels: {{'{CHANNEL}': ['*']}}\n"
    )
    async with open_house(tmp_path, dataops_policy=policy) as house:
        run = await counted(house, tmp_path)
        shown = await house.service.engine.finish(press(house, run, user="ben"))
        assert shown.state is RunState.REFUSED


async def test_the_steps_of_another_thread_are_not_told(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        run = await counted(house, tmp_path)
        pressed = press(house, run, thread=CHANNEL.thread("another"))
        assert told(await house.service.engine.finish(pressed))[0] == "There are no steps behind that button."


async def test_a_run_that_is_not_known_has_no_steps(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        run = await house.ask("hello")
        assert (
            told(await house.service.engine.finish(press(house, run)))[0]
            == "There are no steps behind that button."
        )


async def test_a_press_does_not_wait_behind_the_work_of_its_thread(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        run = await counted(house, tmp_path)
        waiting = house.service.inbox.receive(inbound("hello", thread=run.thread), house.service.lease)
        await house.service.engine.finish(press(house, run))
        behind = house.service.records.runs.get(waiting.run_id)
        assert behind is not None
        assert behind.state is RunState.QUEUED


async def test_steps_of_both_sides_of_a_question_are_kept(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body=asking())
    async with open_house(tmp_path) as house:
        waiting = await house.ask("report the partition skew of SALES")
        assert waiting.state is RunState.WAITING
        answered = await house.ask("yes", thread=waiting.thread)
        shown = await house.service.engine.finish(press(house, answered))
        assert list(told(shown)[1]) == ["1. Greet"]
