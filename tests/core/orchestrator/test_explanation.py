"""A model's explanation of an answer: shown while it is written, dropped when it says more than that."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver

from core.orchestrator.execution import AnswerChunk, Event, GraphRun
from core.orchestrator.explanation import LABEL
from core.orchestrator.graph import build_orchestrator
from core.orchestrator.opening import open_services
from core.settings import Settings
from core.storage.database import Database
from tests.bedrock import MODEL, Answer, Bedrock, chooses, speaks
from tests.sample_workflows import write_writer

DETAILS = "It has 1204 entries in LEDGER_A. "


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    write_writer(tmp_path / "workflows", DETAILS)
    database = Database(tmp_path / "dataops.db")
    yield database
    database.close()


class Told:
    """An answer, and what was streamed of it."""

    def __init__(self, values: dict[str, Any], events: list[Event]) -> None:
        self.result = values["workflow_result"]
        self.text = values["final_response"]
        self.details = self.result["answer"]["details"]
        self.streamed = "".join(each.text for each in events if isinstance(each, AnswerChunk))


async def ask(database: Database, query: str = "write an essay about the ledger", **chosen: Any) -> Told:
    folder = database.path.parent
    settings = Settings(
        _env_file=None,
        dataops_home=folder,
        dataops_workflows=str(folder / "workflows"),
        bedrock_model_id=MODEL,
        **chosen,
    )
    services = open_services(settings, database)
    session = services.sessions.create_session("ada")
    events: list[Event] = []
    run = GraphRun(build_orchestrator(services, InMemorySaver()), "run_1", events.append)
    end = await run.go_on({"session_id": session.session_id, "user_query": query}, {}, live=True)
    return Told(end.values, events)


def says(explanation: Answer) -> Any:
    return lambda asked: chooses("ledger_writer") if asked.tools else explanation


async def test_an_explanation_stands_behind_the_details_and_is_streamed(
    bedrock: Bedrock, database: Database
) -> None:
    bedrock.says = says(speaks("So there are 1204 en", "tries. All of **LEDGER_A** ", "is sound."))
    told = await ask(database)
    text = "So there are 1204 entries. All of LEDGER_A is sound."
    assert told.details == f"{DETAILS}\n\n{LABEL} {text}"
    assert told.streamed == told.details
    assert text in told.text


async def test_only_the_answer_and_the_question_are_shown_to_it(bedrock: Bedrock, database: Database) -> None:
    bedrock.says = says(speaks("Sound."))
    await ask(database)
    human = bedrock.asked[1].human
    assert human.startswith("<question>\nwrite an essay about the ledger\n</question>\n\n<answer>\n")
    assert "Entries: 1204" in human


@pytest.mark.parametrize(
    "said",
    [
        speaks("So there are 1205 entries."),
        speaks("There are 1204 entries. And LEDGER_B is broken."),
        speaks("See https://evil.example?q=1204 now."),
        speaks("1204 " * 400),
        speaks(""),
    ],
)
async def test_what_says_more_than_the_answer_is_dropped_and_the_answer_stands(
    bedrock: Bedrock, database: Database, said: Answer
) -> None:
    bedrock.says = says(said)
    told = await ask(database)
    assert told.details == DETAILS
    assert "model_note" not in told.result["metadata"]


async def test_when_the_model_fails_there_the_answer_stands_and_that_is_said(
    bedrock: Bedrock, database: Database
) -> None:
    bedrock.says = says(403)
    told = await ask(database)
    assert told.details == told.streamed == DETAILS
    assert "The model did not answer" in told.text


async def test_a_model_that_just_failed_is_not_asked_again(bedrock: Bedrock, database: Database) -> None:
    bedrock.says = lambda _: 403
    await ask(database)
    assert len(bedrock.bodies) == 1


async def test_when_the_budget_is_used_up_words_answer_and_that_is_said_once(
    bedrock: Bedrock, database: Database
) -> None:
    told = await ask(database, dataops_model_tokens_day=10)
    assert bedrock.bodies == []
    assert told.details == DETAILS
    assert told.text.count("Today's model budget is used up; answered without a model.") == 1


async def test_what_no_workflow_said_is_not_explained(bedrock: Bedrock, database: Database) -> None:
    bedrock.says = lambda _: chooses("about-assistant")
    await ask(database, "hello, what is it you can do for me?")
    assert len(bedrock.bodies) == 1


async def test_explanations_can_be_switched_off(bedrock: Bedrock, database: Database) -> None:
    bedrock.says = says(speaks("Sound."))
    told = await ask(database, dataops_model_explains=False)
    assert (told.details, len(bedrock.bodies)) == (DETAILS, 1)
