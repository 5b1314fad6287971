"""Follow-ups in a thread, through the graph: what is said next, files once more, and who may have them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from core.artifact import ArtifactMetadata
from core.errors import AccessRefused
from core.orchestrator.graph import build_orchestrator
from core.orchestrator.opening import open_services
from core.orchestrator.services import Services
from core.settings import Settings
from core.storage.database import Database
from tests.sample_workflows import write_greeter


class Thread:
    """A session that answers one message after the other, as a door records them."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.session_id = services.sessions.create_session("somebody").session_id
        self._graph = build_orchestrator(services)
        self._number = 0

    def say(self, text: str, **state: Any) -> Mapping[str, Any]:
        self._number += 1
        given = {"session_id": self.session_id, "user_query": text, "run_id": f"run_{self._number}", **state}
        return self._graph.invoke(given)

    def answered(self, *names: str) -> list[str]:
        """Note an answer with files; their ids."""
        about = {"session_id": self.session_id, "workflow_name": "partition_skew"}
        ids = [
            self.services.artifacts.store_artifact("x", ArtifactMetadata(name=name, kind="table", **about))
            for name in names
        ]
        self.services.sessions.add_message(
            self.session_id,
            role="assistant",
            content="SALES is skewed.",
            workflow="partition_skew",
            artifacts=ids,
        )
        return ids


@pytest.fixture
def thread(tmp_path: Path) -> Iterator[Thread]:
    write_greeter(tmp_path / "workflows")
    settings = Settings(
        _env_file=None,
        dataops_home=tmp_path / "home",
        dataops_workflows=str(tmp_path / "workflows"),
    )
    database = Database(settings.dataops_home / "dataops.db")
    yield Thread(open_services(settings, database))
    database.close()


def test_the_files_of_an_answer_are_handed_over_again(thread: Thread) -> None:
    older = thread.answered("parse.json", "graph.png")
    table = thread.answered("answer.csv")
    given = thread.say("export that as CSV")["workflow_result"]
    assert given["artifacts"] == table
    assert given["answer"]["finding"] == "Here is `answer.csv`."
    assert "the last answer: SALES is skewed." in given["answer"]["details"]
    earlier = thread.say("give me that as json")["workflow_result"]
    assert earlier["artifacts"] == older[:1]
    assert "an earlier answer" in earlier["answer"]["details"]
    picture = thread.say("the graph again")["workflow_result"]
    assert (picture["artifacts"], picture["answer"]["picture"]) == (older[1:], older[1])


def test_what_there_is_not_is_said_with_what_there_is(thread: Thread) -> None:
    thread.answered("answer.csv")
    said = thread.say("as pdf please")
    assert "There is no PDF in this thread." in said["final_response"]
    assert "There is: `answer.csv`." in said["final_response"]
    assert said["workflow_result"]["artifacts"] == []


def test_without_an_answer_nothing_is_handed_over(thread: Thread) -> None:
    assert thread.say("export that as csv")["detected_intent"] != "thread"
    assert thread.say("what did you just do?")["detected_intent"] != "thread"


def test_who_may_not_read_files_gets_none_and_that_is_on_record(
    thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread.answered("answer.csv")
    monkeypatch.setattr(type(thread.services.authorizer), "shows", lambda *_: False)
    decided: list[tuple[str, bool]] = []
    monkeypatch.setattr(
        type(thread.services.gate),
        "decided",
        lambda _self, act, *, allowed: decided.append((act.permission, allowed)),
    )
    with pytest.raises(AccessRefused):
        thread.say("export that as csv")
    assert decided == [("artifact.read", False)]
    assert "answer.csv" not in thread.say("as pdf")["final_response"]


def test_a_thread_knows_what_it_was_asked(thread: Thread) -> None:
    first = thread.say("Report the partition skew of SALES")
    assert first["selected_workflow"] == "partition_skew"
    assert "partition-skew" in thread.say("what did you just do?")["final_response"]
    assert thread.say("where is that from?")["final_response"] == "The last answer needed no file."
    again = thread.say("back to the first one")
    assert again["selected_workflow"] == "partition_skew"
    assert thread.say("thanks")["final_response"] == "You are welcome."
