"""Each run's who, where, what, how long and what came of it, without a word of what was said."""

from pathlib import Path

from core.chat.controls import STEPS
from core.execution_record import ExecutionRecord
from core.runs.run import Run
from tests.house import CHANNEL, House, inbound, open_house
from tests.sample_workflows import asking, write_counter, write_greeter


def record(house: House, run: Run) -> ExecutionRecord:
    found = house.service.stores.executions.get(run.run_id)
    assert found is not None
    return found


async def test_a_run_is_on_record_with_what_came_of_it(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    listing = tmp_path / "secret-name.lst"
    listing.write_text("a\nb\n")
    async with open_house(tmp_path) as house:
        run = await house.ask("count the lines of this listing", files=(listing,), user="developer")
        found = record(house, run)
        assert (found.user_id, found.channel) == ("console:local:developer", str(CHANNEL))
        assert (found.workflow_name, found.workflow_version, found.outcome) == (
            "line_counter",
            "1.0.0",
            "answered",
        )
        assert (found.thread, len(found.artifacts)) == (str(run.thread), 1)
        assert found.ended_at is not None
        assert 0 < found.worked_seconds < 60
        assert "secret-name" not in found.model_dump_json()
        assert house.service.stores.users.get("console:local:developer") is not None


async def test_a_failure_has_its_reference_and_a_waiting_run_no_end(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body="raise RuntimeError('no')", name="breaker")
    write_greeter(tmp_path / "workflows", body=asking(), name="greeter")
    async with open_house(tmp_path) as house:
        failed = record(house, await house.ask("/dataops breaker"))
        assert (failed.outcome, failed.error_reference) == ("failed", failed.run_id)
        assert (failed.workflow_name, failed.workflow_version) == ("breaker", "1.0.0")
        waiting = record(house, await house.ask("/dataops greeter"))
        assert (waiting.outcome, waiting.workflow_name, waiting.ended_at) == ("waiting", "greeter", None)


async def test_a_run_that_was_cancelled_by_another_process_has_the_name_of_its_workflow(
    tmp_path: Path,
) -> None:
    write_greeter(tmp_path / "workflows", body=asking(), name="greeter")
    async with open_house(tmp_path) as house:
        waiting = await house.ask("/dataops greeter")
    async with open_house(tmp_path) as house:
        await house.service.engine.cancel(waiting.run_id, "console:local:admin")
        cancelled = record(house, waiting)
        assert (cancelled.outcome, cancelled.workflow_name) == ("cancelled", "greeter")


async def test_a_built_in_word_is_no_workflow(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        for words in ("/dataops pins", "/dataops admin disable nothing"):
            assert record(house, await house.ask(words)).workflow_name is None


async def test_who_is_refused_leaves_ids_and_nothing_else(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        run = await house.ask("a secret", user="stranger")
        found = record(house, run)
        assert (found.user_id, found.outcome, found.workflow_name) == (
            "console:local:stranger",
            "refused",
            None,
        )
        assert "secret" not in found.model_dump_json()
        assert house.service.stores.users.get("console:local:stranger") is None


async def test_a_pressed_button_is_on_record(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        run = await house.ask("hello", user="developer")
        press = inbound("", thread=run.thread, user="developer").model_copy(
            update={"kind": "action", "action": STEPS, "value": run.run_id}
        )
        receipt = house.service.inbox.receive(press, house.service.lease)
        pressed = record(house, await house.service.engine.finish(receipt.run_id))
        assert (pressed.user_id, pressed.thread) == ("console:local:developer", str(run.thread))
        assert (pressed.outcome, pressed.workflow_name) == ("answered", None)
        session = house.service.services.sessions.get_session(pressed.session_id)
        assert not [each for each in session.conversation_history if pressed.run_id in each.message_id]


async def test_a_person_is_known_by_all_names_of_the_policy(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(
        "users: {ann: ['console:local:ann', 'web:local:ann']}\n"
        "people: {ann: [developer]}\n"
        "channels: {'console:local:console': ['*']}\n"
    )
    async with open_house(tmp_path, dataops_policy=tmp_path / "policy.yaml") as house:
        await house.ask("hello", user="ann")
        person = house.service.stores.users.get("console:local:ann")
        assert person is not None
        assert person.identities == ["ann", "web:local:ann"]
