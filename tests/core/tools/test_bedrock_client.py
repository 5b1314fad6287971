"""Asking a model: by hand at the wire of Bedrock, and in a run with the rights and budgets of the service."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.access.audit import AuditLog
from core.access.authorizer import AllowAll
from core.access.gate import Gate
from core.errors import UserFacingError
from core.model.asker import Asker
from core.model.budgets import Budgets, Limit
from core.model.model import Model
from core.model.providers import open_chat
from core.model.spending import Prices
from core.orchestrator.run_model import RunModel
from core.settings import Settings
from core.storage.database import Database
from core.tools.bedrock_client import BedrockClient
from core.tools.bedrock_problems import BedrockError, BedrockUnreachableError
from core.tools.workspace import current_workspace, working_in
from tests.bedrock import MODEL, Bedrock, speaks


def by_hand(**chosen: object) -> BedrockClient:
    return BedrockClient(Settings(_env_file=None, **chosen))  # type: ignore[arg-type]  # as the test says


def test_by_hand_bedrock_is_asked_and_answers_also_piece_by_piece(bedrock: Bedrock) -> None:
    bedrock.says = lambda _: speaks("It ", "is late.")
    client = by_hand(bedrock_model_id=MODEL)
    assert client.invoke("Is it late?") == "It is late."
    assert list(client.stream("And now?")) == ["It ", "is late."]
    assert [asked.human for asked in bedrock.asked] == ["Is it late?", "And now?"]


@pytest.mark.parametrize(
    ("status", "error", "sentence"),
    [
        (429, BedrockUnreachableError, "takes no more questions"),
        (503, BedrockUnreachableError, "did not answer"),
        (403, BedrockError, "Bedrock"),
    ],
)
def test_by_hand_what_goes_wrong_is_a_sentence(
    bedrock: Bedrock, status: int, error: type[Exception], sentence: str
) -> None:
    bedrock.says = lambda _: status
    client = by_hand(bedrock_model_id=MODEL)
    with pytest.raises(error, match=sentence):
        client.invoke("Is it late?")
    with pytest.raises(error, match=sentence):
        list(client.stream("Is it late?"))


def test_what_is_no_model_is_a_sentence() -> None:
    with pytest.raises(BedrockError, match="has no model arn:"):
        by_hand(bedrock_model_id="arn:aws:bedrock:us-east-1:1:inference-profile/x").invoke("Hello?")


@pytest.mark.parametrize(
    ("region", "configured", "asked", "name"),
    [
        ("us-east-1", None, "claude-sonnet-4", "us.anthropic.claude-sonnet-4-20250514-v1:0"),
        ("eu-central-1", None, "claude-sonnet-4", "eu.anthropic.claude-sonnet-4-20250514-v1:0"),
        ("ap-northeast-1", None, "claude-sonnet-4", "apac.anthropic.claude-sonnet-4-20250514-v1:0"),
        ("us-east-1", MODEL, "claude-sonnet-4", MODEL),
        ("us-east-1", MODEL, "amazon.nova-lite-v1:0", "amazon.nova-lite-v1:0"),
    ],
)
def test_by_hand_short_names_stand_for_what_bedrock_calls_models(
    bedrock: Bedrock, region: str, configured: str | None, asked: str, name: str
) -> None:
    bedrock.says = lambda _: 404
    client = by_hand(aws_region=region, bedrock_model_id=configured)
    with pytest.raises(BedrockError):
        client.invoke("Hello?", model=asked)
    assert client._bedrock_id(asked) == name  # noqa: SLF001 - the address is not kept by the fake


class Policy(AllowAll):
    """Nobody may use a model where ``closed``."""

    closed = False

    def allows(self, person: str, channel: str, permission: str) -> bool:  # noqa: ARG002 - a played part
        return not (self.closed and permission == "model.use")


@pytest.fixture
def policy() -> Policy:
    return Policy()


@pytest.fixture
def client(bedrock: Bedrock, tmp_path: Path, policy: Policy) -> Iterator[BedrockClient]:
    """A client inside a run of somebody who has 2,000 tokens a day."""
    database = Database(tmp_path / "dataops.db")
    chat = open_chat(Settings(_env_file=None, bedrock_model_id=MODEL))
    assert chat is not None
    budgets = Budgets(database, {"person": Limit(2_000)})
    model = Model(chat, Gate(policy, AuditLog(database)), budgets, Prices(), 1_000)
    asker = Asker("console:local:ada", "console:local:ops", "run_1")
    with working_in(replace(current_workspace(), model=RunModel(model, asker, "ledger_reader"))):
        yield BedrockClient()
    database.close()


def test_in_a_run_the_model_of_the_service_answers_within_the_budget(
    bedrock: Bedrock, client: BedrockClient
) -> None:
    bedrock.says = lambda _: speaks("It ", "is late.", read=600, written=500)
    assert client.invoke("Is it late?") == "It is late."
    with pytest.raises(UserFacingError, match=r"^Your model budget of today is used up\.$"):
        client.invoke("And now?")
    assert len(bedrock.asked) == 1


def test_in_a_run_an_answer_streams(bedrock: Bedrock, client: BedrockClient) -> None:
    bedrock.says = lambda _: speaks("It ", "is late.")
    assert list(client.stream("Is it late?")) == ["It ", "is late."]


def test_in_a_run_the_policy_decides(client: BedrockClient, policy: Policy, bedrock: Bedrock) -> None:
    policy.closed = True
    for work in (lambda: client.invoke("Hello?"), lambda: list(client.stream("Hello?"))):
        with pytest.raises(UserFacingError, match="may not use a model here"):
            work()
    assert bedrock.asked == []


def test_in_a_run_a_silent_model_may_answer_later(client: BedrockClient, bedrock: Bedrock) -> None:
    bedrock.says = lambda _: 503
    with pytest.raises(BedrockUnreachableError, match="did not answer"):
        client.invoke("Hello?")


def test_in_a_run_no_other_model_is_asked(client: BedrockClient) -> None:
    with pytest.raises(UserFacingError, match=f"amazon.nova is not set up here; {MODEL} is"):
        client.invoke("Hello?", model="amazon.nova")
    assert client.invoke("Hello?", model="claude-3-haiku") == "Hello."


def test_in_a_run_without_a_model_that_is_said() -> None:
    with working_in(current_workspace()), pytest.raises(UserFacingError, match="No model is set up here"):
        BedrockClient().invoke("Hello?")
