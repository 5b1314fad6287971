"""What people see in a thread, from their message to the files, through every room of the house."""

import asyncio
from pathlib import Path

import pytest
from blockbuster import blockbuster_ctx
from structlog.testing import capture_logs

from core.runs.run import Run, RunState
from tests.house import CHANNEL, inbound, open_house
from tests.sample_workflows import gate, write_counter, write_greeter, write_pair


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    path = tmp_path / "day.lst"
    path.write_text("a\nb\nc\n")
    return path


def said(run: Run) -> str:
    assert run.outcome is not None
    assert run.outcome.response is not None
    return str(run.outcome.response.result)


async def test_a_message_without_a_thread_begins_one_with_a_sign_of_life(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        run = await house.ask("hello")
        assert run.state is RunState.ANSWERED
        assert house.posts(run)[0].startswith("● Working on it")
        assert run.thread is not None
        assert run.thread.channel == CHANNEL


async def test_a_workflow_dropped_into_a_folder_answers_with_steps_and_files(
    tmp_path: Path, listing: Path
) -> None:
    write_counter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        run = await house.ask("count the lines of this listing", files=(listing,))
        assert said(run) == "3 lines."
        assert (tmp_path / "out" / "count.txt").read_text() == "3\n"
        printed = "\n".join(house.printed)
        assert "✓ Count (counting)" in printed
        assert "✓ Write" in printed


async def test_a_dropped_in_workflow_is_a_subcommand(tmp_path: Path, listing: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        assert said(await house.ask("/dataops line-counter", files=(listing,))) == "3 lines."
        assert "/dataops line-counter" in "\n".join(house.posts(await house.ask("/dataops help")))


async def test_a_result_has_lineage_to_its_input(tmp_path: Path, listing: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        run = await house.ask("/dataops line-counter", files=(listing,))
        assert run.outcome is not None
        assert run.outcome.response is not None
        store = house.service.services.artifacts
        result = store.get_artifact(run.outcome.response.artifacts[0])
        source = store.get_artifact(result.parent_artifacts[0])
        assert (result.created_by, source.name, source.kind) == ("write", "day.lst", "listing")


async def test_the_thread_remembers_its_file_in_a_later_process(tmp_path: Path, listing: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        first = await house.ask("/dataops line-counter", files=(listing,))
    listing.unlink()
    async with open_house(tmp_path) as house:
        again = await house.ask("count the lines of the listing again", thread=first.thread)
        assert said(again) == "3 lines."
        assert "given earlier in this thread" in house.posts(again)[-1]


async def test_another_thread_does_not_know_the_file(tmp_path: Path, listing: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        await house.ask("/dataops line-counter", files=(listing,))
        assert (await house.ask("/dataops line-counter")).state is RunState.WAITING


async def test_a_pinned_file_answers_new_threads_and_is_named_with_its_date(
    tmp_path: Path, listing: Path
) -> None:
    write_counter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        assert "Pinned day.lst" in said(await house.ask("/dataops pin", files=(listing,)))
        run = await house.ask("/dataops line-counter")
        assert said(run) == "3 lines."
        assert "From day.lst, pinned to this channel on 20" in house.posts(run)[-1]
        assert "day.lst" in said(await house.ask("/dataops pins"))
        await house.ask("/dataops unpin listing")
        assert (await house.ask("/dataops line-counter")).state is RunState.WAITING


async def test_a_missing_file_is_asked_for_and_the_run_goes_on_with_it(tmp_path: Path, listing: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        waiting = await house.ask("/dataops line-counter")
        assert waiting.state is RunState.WAITING
        assert "Which listing should I count?" in house.posts(waiting)[-1]
    async with open_house(tmp_path) as house:
        answered = await house.ask("here", thread=waiting.thread, files=(listing,))
        assert answered.run_id == waiting.run_id
        assert said(answered) == "3 lines."


async def test_text_that_is_no_answer_leaves_the_question_open(tmp_path: Path, listing: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        waiting = await house.ask("/dataops line-counter")
        assert waiting.thread is not None
        other = await house.ask("what can you do?", thread=waiting.thread)
        assert other.run_id != waiting.run_id
        assert house.service.records.questions.open_in(waiting.thread) != []
        assert said(await house.ask("x", thread=waiting.thread, files=(listing,))) == "3 lines."


async def test_a_late_press_is_told_so(tmp_path: Path, listing: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        waiting = await house.ask("/dataops line-counter")
        assert waiting.thread is not None
        question = house.service.records.questions.open_in(waiting.thread)[0]
        await house.ask("x", thread=waiting.thread, files=(listing,))
        press = inbound("", thread=waiting.thread).model_copy(
            update={"kind": "action", "action": question.id}
        )
        receipt = house.service.inbox.receive(press, house.service.lease)
        late = await house.service.engine.finish(receipt.run_id)
        assert "answered already by console:local:admin" in said(late)


async def test_two_people_share_a_thread_and_both_are_recorded(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        first = await house.ask("hello")
        await house.ask("what can you do?", thread=first.thread, user="developer")
        session = house.service.services.sessions.session_for(str(first.thread), "anybody")
        history = house.service.services.sessions.get_session(session.session_id).conversation_history
        speakers = [message.speaker for message in history if message.role == "user"]
        assert speakers == ["console:local:admin", "console:local:developer"]
        assert [message.role for message in history] == ["user", "assistant", "user", "assistant"]


@pytest.mark.parametrize(("user", "text"), [("stranger", "hello"), ("viewer", "/dataops line-counter")])
async def test_who_may_not_is_refused_in_one_sentence_for_every_reason(
    tmp_path: Path, listing: Path, user: str, text: str
) -> None:
    write_counter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        run = await house.ask(text, user=user, files=(listing,))
        assert run.state is RunState.REFUSED
        assert said(run).startswith("You may not do that here.")
        assert not (tmp_path / "out").exists()


async def test_help_shows_only_what_a_person_may_do(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        assert "line-counter" not in said(await house.ask("/dataops capabilities", user="viewer"))
        assert "line-counter" not in said(await house.ask("what can you do?", user="viewer"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "day.lst is empty"), (b"x" * (1 << 20) + b"x", "more than the 1 MB one message may bring")],
)
async def test_a_bad_file_gets_one_sentence_and_a_reference(
    tmp_path: Path, listing: Path, content: bytes, sentence: str
) -> None:
    write_counter(tmp_path / "workflows")
    listing.write_bytes(content)
    async with open_house(tmp_path, max_input_mb=1) as house:
        run = await house.ask("/dataops line-counter", files=(listing,))
        assert run.state is RunState.FAILED
        assert sentence in house.posts(run)[-1]
        assert f"Reference: {run.run_id}" in house.posts(run)[-1]


async def test_a_file_that_vanished_is_told_by_name(tmp_path: Path, listing: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        message = inbound("/dataops line-counter", files=(listing,))
        listing.unlink()
        receipt = house.service.inbox.receive(message, house.service.lease)
        assert "day.lst cannot be read" in said(await house.service.engine.finish(receipt.run_id))


async def test_a_path_in_the_words_is_read_only_under_the_allowed_folders(
    tmp_path: Path, listing: Path
) -> None:
    write_counter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        refused = await house.ask(f"/dataops line-counter {listing}")
        assert "I may not read" in said(refused)
    async with open_house(tmp_path, dataops_read_roots=str(tmp_path)) as house:
        assert said(await house.ask("/dataops line-counter day.lst")) == "3 lines."


@pytest.mark.parametrize(
    "body",
    ["raise RuntimeError('secret token 123')", "return {'result': 5}"],
)
async def test_a_broken_workflow_is_told_without_its_insides(tmp_path: Path, body: str) -> None:
    write_greeter(tmp_path / "workflows", body=body)
    async with open_house(tmp_path) as house:
        run = await house.ask("report the partition skew of SALES")
        assert run.state is RunState.FAILED
        assert "secret" not in "\n".join(house.posts(run))
        assert "Traceback" not in "\n".join(house.posts(run))
        assert (await house.ask("hello")).state is RunState.ANSWERED


async def test_a_run_can_be_cancelled_from_its_thread(tmp_path: Path) -> None:
    closing = tmp_path / "closing"
    write_greeter(tmp_path / "workflows", body=gate(closing))
    async with open_house(tmp_path) as house:
        first = await house.ask("hello")
        work = asyncio.create_task(house.ask("report the partition skew of SALES", thread=first.thread))
        while not any("Greet" in line or "Working" in line for line in house.printed[2:]):
            await asyncio.sleep(0.01)
        assert "Cancelled" in said(await house.ask("/dataops cancel", thread=first.thread))
        assert (await work).state is RunState.CANCELLED
        closing.touch()  # the step still holds its thread
        assert not [task for task in asyncio.all_tasks() if task.get_name() == "progress"]


async def test_a_redelivered_message_is_answered_once(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        message = inbound("hello")
        for _ in range(3):
            receipt = house.service.inbox.receive(message, house.service.lease)
            run = await house.service.engine.finish(receipt.run_id)
        assert len(house.posts(run)) == 2


async def test_too_close_candidates_are_asked_about_and_the_chosen_one_runs(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", "partition_skew")
    write_greeter(tmp_path / "workflows", "skew_report")
    async with open_house(tmp_path) as house:
        waiting = await house.ask("report the partition skew of SALES")
        assert waiting.state is RunState.WAITING
        assert "1. partition-skew" in house.posts(waiting)[-1]
        answered = await house.ask("skew-report", thread=waiting.thread)
        assert said(answered).startswith("Partition report for")


async def test_steps_are_shown_only_while_streaming_is_on(tmp_path: Path, listing: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_house(tmp_path, enable_streaming=False) as house:
        assert said(await house.ask("/dataops line-counter", files=(listing,))) == "3 lines."
        assert "✓ Count" not in "\n".join(house.printed)


async def test_nothing_of_a_run_is_left_among_the_checkpoints(tmp_path: Path, listing: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        await house.ask("/dataops line-counter", files=(listing,))
        assert house.service.database.read("SELECT count(*) FROM checkpoints")[0][0] == 0


async def test_only_the_people_a_workflow_names_can_answer(tmp_path: Path) -> None:
    statements = [
        "from core.base_workflow import WorkflowInputParameter as Parameter",
        "from core.tools.questions import ask_person",
        "sure = Parameter(name='sure', description='it', type='boolean')",
        "state['input'] = str(ask_person(sure, ['console:local:developer']))",
    ]
    write_greeter(tmp_path / "workflows", body="; ".join(statements))
    async with open_house(tmp_path) as house:
        waiting = await house.ask("report the partition skew of SALES")
        assert waiting.state is RunState.WAITING
        assert (await house.ask("yes", thread=waiting.thread)).run_id != waiting.run_id
        answered = await house.ask("yes", thread=waiting.thread, user="developer")
        assert (answered.run_id, said(answered)) == (waiting.run_id, "Partition report for True")


async def test_pinning_an_attached_file_does_not_mix_in_an_older_one_of_its_name(
    tmp_path: Path, listing: Path
) -> None:
    write_counter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        first = await house.ask("/dataops line-counter", files=(listing,))
        listing.write_text("a\n")
        await house.ask("/dataops pin", thread=first.thread, files=(listing,))
        assert said(await house.ask("/dataops line-counter")) == "1 lines."


async def test_a_file_given_with_idle_words_is_remembered(tmp_path: Path, listing: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        first = await house.ask("thanks", files=(listing,))
        assert said(await house.ask("/dataops line-counter", thread=first.thread)) == "3 lines."


async def test_a_path_that_may_not_be_read_leaves_the_question_open(tmp_path: Path, listing: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        waiting = await house.ask("/dataops line-counter")
        await house.ask("day.lst", thread=waiting.thread)
        assert said(await house.ask("here", thread=waiting.thread, files=(listing,))) == "3 lines."


async def test_questions_asked_side_by_side_are_answered_one_after_the_other(tmp_path: Path) -> None:
    write_pair(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        waiting = await house.ask("/dataops pair-report")
        assert waiting.state is RunState.WAITING
        second = await house.ask("1", thread=waiting.thread)
        assert (second.run_id, second.state) == (waiting.run_id, RunState.WAITING)
        assert said(await house.ask("2", thread=waiting.thread)) == "3"


@pytest.mark.parametrize(
    ("text", "finding"), [("thanks!", "welcome"), ("/dataops frobnicate", "do not know that")]
)
async def test_courtesy_and_unknown_commands_get_a_fitting_word(
    tmp_path: Path, text: str, finding: str
) -> None:
    write_counter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        assert finding in said(await house.ask(text))


async def test_nothing_blocks_the_event_loop(tmp_path: Path, listing: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        await house.ask("hello")  # imports and first connections are behind us
        with capture_logs(), blockbuster_ctx(["adapters", "bots", "core", "workflows"]):
            asked = await house.ask("/dataops line-counter", files=(listing,))
            pinned = await house.ask("/dataops pin", thread=asked.thread)
        assert [run.state for run in (asked, pinned)] == [RunState.ANSWERED, RunState.ANSWERED]
