"""The orchestrator called as a library: without a door, a channel or an event loop."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.errors import UserFacingError
from core.orchestrator.graph import build_orchestrator
from core.orchestrator.opening import open_services
from core.orchestrator.services import Services
from core.settings import Settings
from core.storage.database import Database
from tests.sample_workflows import write_greeter

JIL = Path(__file__).parents[2] / "data" / "jil"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    settings = Settings(
        _env_file=None,
        dataops_home=tmp_path / "home",
        dataops_workflows=str(tmp_path / "workflows"),
        dataops_read_roots=str(JIL),
    )
    database = Database(settings.dataops_home / "dataops.db")
    yield open_services(settings, database)
    database.close()


def test_a_session_and_a_query_give_a_final_response(services: Services) -> None:
    session = services.sessions.create_session("somebody")
    result = build_orchestrator(services).invoke(
        {"session_id": session.session_id, "user_query": "what can you do?"}
    )
    assert result["detected_intent"] == "meta"
    assert "I can help you with" in result["final_response"]
    assert "Example: " in result["final_response"]


def test_a_workflow_runs_and_leaves_artifacts_in_the_session(services: Services) -> None:
    session = services.sessions.create_session("somebody")
    query = "parse-jil claims_feed.jil"
    result = build_orchestrator(services).invoke({"session_id": session.session_id, "user_query": query})
    assert result["selected_workflow"] == "jil_parser"
    assert result["workflow_result"]["success"] is True
    assert result["workflow_result"]["metadata"]["workflow_name"] == "jil_parser"
    assert result["final_response"].startswith("13 jobs")
    names = {artifact.name for artifact in services.artifacts.list_artifacts(session.session_id)}
    assert names >= {"claims_feed.jil", "parse.json", "report.md"}


async def test_the_same_graph_runs_on_an_event_loop(services: Services) -> None:
    session = services.sessions.create_session("somebody")
    query = "what breaks if I hold CLM_UNPACK? claims_feed.jil"
    result = await build_orchestrator(services).ainvoke(
        {"session_id": session.session_id, "user_query": query}
    )
    assert "CLM_UNPACK" in result["final_response"]


def test_the_graph_can_be_a_part_of_another_graph(services: Services) -> None:
    from langgraph.graph import END, START, StateGraph

    from core.orchestrator.state import OrchestratorState

    outer = StateGraph(OrchestratorState)
    inner = build_orchestrator(services)

    def ask(state: OrchestratorState) -> OrchestratorState:
        return {"final_response": inner.invoke(state)["final_response"]}

    outer.add_node("ask", ask)
    outer.add_edge(START, "ask")
    outer.add_edge("ask", END)
    session = services.sessions.create_session("somebody")
    result = outer.compile().invoke({"session_id": session.session_id, "user_query": "hello"})
    assert result["final_response"]


def test_small_talk_is_declined_kindly(services: Services) -> None:
    session = services.sessions.create_session("somebody")
    result = build_orchestrator(services).invoke(
        {"session_id": session.session_id, "user_query": "tell me a joke about cats"}
    )
    assert result["detected_intent"] == "none"
    assert "outside of what I can help with" in result["final_response"]


def test_a_small_workflow_that_leaves_only_output_is_taken_as_it_is(
    tmp_path: Path, services: Services
) -> None:
    write_greeter(tmp_path / "workflows")
    services.registry.discover_workflows()
    session = services.sessions.create_session("somebody")
    result = build_orchestrator(services).invoke(
        {"session_id": session.session_id, "user_query": "report the partition skew of SALES"}
    )
    assert result["workflow_result"]["result"].startswith("Partition report")


def test_a_response_outside_the_contract_is_refused(tmp_path: Path, services: Services) -> None:
    write_greeter(tmp_path / "workflows", body="return {'output': 5}")
    services.registry.discover_workflows()
    session = services.sessions.create_session("somebody")
    with pytest.raises(UserFacingError, match="without a valid response"):
        build_orchestrator(services).invoke(
            {"session_id": session.session_id, "user_query": "report the partition skew of SALES"}
        )


def test_the_exported_graph_needs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATAOPS_HOME", str(tmp_path))
    import core.orchestrator

    assert core.orchestrator.__getattr__("orchestrator_graph").name == "orchestrator"


def test_what_a_form_gave_wins_over_the_words(services: Services) -> None:
    session = services.sessions.create_session("somebody")
    given = {"current_job": "CLM_UNPACK", "analysis": "downstream", "levels": "1"}
    result = build_orchestrator(services).invoke(
        {
            "session_id": session.session_id,
            "user_query": "/dataops parse-jil claims_feed.jil upstream of CLM_LOAD",
            "given": given,
        }
    )
    assert result["parameters"]["current_job"] == "CLM_UNPACK"
    assert (result["parameters"]["analysis"], result["parameters"]["levels"]) == ("downstream", 1)
    assert result["workflow_result"]["success"] is True


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"levels": "many"}, "'many' is not a whole number"),
        ({"levels": [1]}, "'levels' is nothing that parse-jil takes"),
        ({"levels": None}, "'levels' is nothing that parse-jil takes"),
        ({"analysis": "rm -rf"}, "Please choose one of"),
        ({"current_job": "no name"}, "'no name' is not the job"),
        ({"session_id": "another"}, "'session_id' is nothing that parse-jil takes"),
        ({"file_path": "/etc/passwd"}, "'file_path' is nothing that parse-jil takes"),
    ],
)
def test_what_a_form_gave_is_read_like_anything_from_outside(
    services: Services, given: dict[str, Any], sentence: str
) -> None:
    session = services.sessions.create_session("somebody")
    query = "/dataops parse-jil claims_feed.jil"
    with pytest.raises(UserFacingError, match=sentence):
        build_orchestrator(services).invoke(
            {"session_id": session.session_id, "user_query": query, "given": given}
        )
