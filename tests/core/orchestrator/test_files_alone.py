"""Files without a word: what they are says which workflow is meant."""

from pathlib import Path
from typing import Any

import pytest

from core.access.audit import AuditLog
from core.access.authorizer import PolicyAuthorizer
from core.access.directory import Directory
from core.access.gate import Gate
from core.access.policy import Policy
from core.artifact import ArtifactMetadata
from core.orchestrator.graph import build_orchestrator
from core.orchestrator.opening import open_services
from core.orchestrator.services import Services
from core.settings import Settings
from core.storage.database import Database
from tests.sample_workflows import write_counter

PERSON, OPEN, CLOSED = "console:local:ada", "console:local:open", "console:local:closed"
POLICY = Policy(people={PERSON: ["user"]}, channels={OPEN: ["*"], CLOSED: ["workflow.other.invoke"]})


@pytest.fixture
def services(tmp_path: Path) -> Services:
    write_counter(tmp_path / "workflows")
    settings = Settings(
        _env_file=None, dataops_home=tmp_path / "home", dataops_workflows=str(tmp_path / "workflows")
    )
    database = Database(tmp_path / "dataops.db")
    authorizer = PolicyAuthorizer(lambda: POLICY, Directory(database))
    return open_services(settings, database, Gate(authorizer, AuditLog(database)))


def answered(
    services: Services, *kinds: str, said: str = "", channel: str = OPEN, name: str = "pasted-1.txt"
) -> Any:
    """The end of a run with a file of each kind."""
    session = services.sessions.create_session(PERSON)
    about = {"session_id": session.session_id, "workflow_name": "intake", "name": name}
    ids = [
        services.artifacts.store_artifact("a\nb\n", ArtifactMetadata(kind=kind, **about)) for kind in kinds
    ]
    return build_orchestrator(services).invoke(
        {
            "session_id": session.session_id,
            "user_query": said,
            "person": PERSON,
            "channel": channel,
            "files": [{"artifact_id": each, "name": name} for each in ids],
        }
    )


@pytest.mark.parametrize("said", ["", " \n"])
def test_the_one_workflow_that_takes_such_a_file_is_run(services: Services, said: str) -> None:
    assert answered(services, "listing", said=said)["final_response"].startswith("2 lines.")


def test_words_come_first(services: Services) -> None:
    assert answered(services, "listing", said="thank you!")["detected_intent"] == "none"


def test_of_several_workflows_one_is_asked_for(services: Services, tmp_path: Path) -> None:
    source = (tmp_path / "workflows" / "line_counter" / "workflow.py").read_text()
    other = tmp_path / "workflows" / "second_counter"
    other.mkdir()
    (other / "workflow.py").write_text(source.replace("line_counter", "second_counter"))
    services.registry.discover_workflows()
    found = answered(services, "listing")
    assert found["detected_intent"] == "ask"
    assert found["intent"]["candidates"] == ["line_counter", "second_counter"]


def test_what_is_not_open_here_is_not_run(services: Services) -> None:
    found = answered(services, "listing", channel=CLOSED)
    assert found["selected_workflow"] == ""


@pytest.mark.parametrize("kinds", [("file",), ("listing", "file")])
def test_what_nothing_reads_is_said(services: Services, kinds: tuple[str, ...]) -> None:
    found = answered(services, *kinds)["final_response"]
    assert found.startswith("Nothing that is open to you here reads pasted-1.txt")


def test_nothing_at_all_is_asked_about(services: Services) -> None:
    assert answered(services)["final_response"].startswith("Say what you would like to know.")
