"""What a model is told of what was said before: the last messages, and a sum of those before them."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from core.orchestrator.opening import open_services
from core.orchestrator.services import Services
from core.orchestrator.summary import CHARACTERS, summary_of
from core.settings import Settings
from core.storage.database import Database
from tests.bedrock import MODEL, Bedrock, speaks

SUM = "Ada asked about LOAD_A and 12 jobs waited."


@pytest.fixture(autouse=True)
def sums_up(bedrock: Bedrock) -> None:
    bedrock.says = lambda _: speaks(SUM)


@pytest.fixture
def services(tmp_path: Path, bedrock: Bedrock) -> Iterator[Services]:
    database = Database(tmp_path / "dataops.db")
    yield open_services(Settings(_env_file=None, dataops_home=tmp_path, bedrock_model_id=MODEL), database)
    database.close()


def conversation(services: Services, count: int) -> str:
    """A session with so many messages of a hundred characters."""
    session = services.sessions.create_session("ada")
    say(services, session.session_id, range(count))
    return session.session_id


def say(services: Services, session_id: str, numbers: range) -> None:
    for number in numbers:
        content = f"message {number} of LOAD_A: 12 jobs waited".ljust(95, ".")
        services.sessions.add_message(session_id, role="user", speaker="ada", content=content)


def summary(services: Services, session_id: str) -> str:
    found = summary_of(services, {"session_id": session_id})
    assert len(found) <= CHARACTERS
    return found


def test_a_short_conversation_is_told_as_it_is(services: Services, bedrock: Bedrock) -> None:
    assert summary(services, conversation(services, 5)).count("message") == 5
    assert bedrock.bodies == []


def test_a_long_one_is_summed_up_but_for_its_end(services: Services, bedrock: Bedrock) -> None:
    found = summary(services, conversation(services, 60))
    assert found.startswith(f"{SUM}\nada: message ")
    assert "message 59 of" in found
    human = bedrock.asked[0].human
    assert "message 0 of" in human
    assert "message 59 of" not in human


def test_it_is_summed_up_again_only_when_there_is_much_more(services: Services, bedrock: Bedrock) -> None:
    session_id = conversation(services, 60)
    summary(services, session_id)
    say(services, session_id, range(60, 75))
    assert summary(services, session_id).count("message") > 15
    assert len(bedrock.bodies) == 1
    say(services, session_id, range(75, 110))
    summary(services, session_id)
    assert len(bedrock.bodies) == 2
    assert f"<before>\n{SUM}\n</before>" in bedrock.asked[1].human
    assert "message 0 of" not in bedrock.asked[1].human


@pytest.mark.parametrize("said", ["Ada asked about LOAD_B.", "9913 jobs waited.", "", "and " * 1000])
def test_a_sum_that_says_more_is_dropped_and_the_last_messages_stand(
    services: Services, bedrock: Bedrock, said: str
) -> None:
    bedrock.says = lambda _: speaks(said)
    found = summary(services, conversation(services, 60))
    assert found.startswith("ada: message ")
    assert "message 59 of" in found


def test_a_model_that_fails_leaves_the_last_messages(services: Services, bedrock: Bedrock) -> None:
    bedrock.says = lambda _: 403
    assert summary(services, conversation(services, 60)).startswith("ada: message ")


def test_a_sum_keeps_the_moment_of_its_first_message_when_it_goes_on(services: Services) -> None:
    session_id = conversation(services, 60)
    first = services.sessions.get_session(session_id).conversation_history[0].timestamp
    untils = []
    for more in (range(0), range(60, 120)):
        say(services, session_id, more)
        summary(services, session_id)
        known = services.sessions.get_session(session_id).global_context["summary"]
        assert datetime.fromisoformat(known["since"]) == first
        untils.append(known["until"])
    assert untils[0] != untils[1]
