"""A service with a model: what people see of it, and where it is not asked."""

from pathlib import Path

import pytest
import yaml

from bots.model_doctor import run_model_doctor
from bots.routing import run_route
from core.settings import Settings
from tests.bedrock import MODEL, Bedrock, chooses, speaks
from tests.house import open_house
from tests.sample_workflows import write_counter

QUESTION = "count the lines of this listing"


@pytest.fixture(autouse=True)
def chooses_the_counter(bedrock: Bedrock) -> None:
    bedrock.says = lambda asked: chooses("line_counter") if asked.tools else speaks("ready")


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    write_counter(tmp_path / "workflows")
    path = tmp_path / "day.lst"
    path.write_text("a\nb\nc\n")
    return path


async def test_what_words_miss_a_model_routes(tmp_path: Path, listing: Path, bedrock: Bedrock) -> None:
    async with open_house(tmp_path, bedrock_model_id=MODEL) as house:
        run = await house.ask("how tall is this pile?", files=(listing,))
        assert "3 lines." in house.posts(run)[-1]
        assert "answered without" not in house.posts(run)[-1]


async def test_a_model_that_fails_is_told_under_the_answer(
    tmp_path: Path, listing: Path, bedrock: Bedrock
) -> None:
    bedrock.says = lambda _: 403
    async with open_house(tmp_path, bedrock_model_id=MODEL) as house:
        run = await house.ask(QUESTION, files=(listing,))
        assert "3 lines." in house.posts(run)[-1]
        assert house.posts(run)[-1].count("The model did not answer; answered without it.") == 1


async def test_a_budget_that_is_used_up_is_told_under_the_answer(
    tmp_path: Path, listing: Path, bedrock: Bedrock
) -> None:
    chosen = {
        "bedrock_model_id": MODEL,
        "dataops_model_tokens_channel_day": 3_000,
        "enable_caching": False,
    }
    async with open_house(tmp_path, **chosen) as house:
        first = await house.ask(QUESTION, files=(listing,))
        assert "budget" not in house.posts(first)[-1]
        bedrock.says = lambda _: chooses("line_counter", read=2_500)
        await house.ask(QUESTION, files=(listing,))
        third = await house.ask(QUESTION, files=(listing,))
        said = "Today's model budget of this channel is used up; answered without a model."
        assert said in house.posts(third)[-1]
        assert "3 lines." in house.posts(third)[-1]


async def test_what_a_model_said_is_known_until_somebody_has_something_forgotten(
    tmp_path: Path, listing: Path, bedrock: Bedrock
) -> None:
    asked = "how tall is this pile?"
    async with open_house(tmp_path, bedrock_model_id=MODEL, dataops_model_explains=False) as house:
        counts = []
        for _ in range(2):
            run = await house.ask(asked, files=(listing,))
            assert "3 lines." in house.posts(run)[-1]
            counts.append(len(bedrock.bodies))
        await house.ask("/dataops forget now", thread=run.thread)
        await house.ask(asked, files=(listing,))
        assert [*counts, len(bedrock.bodies)] == [1, 1, 2]


async def test_without_caching_a_model_is_asked_each_time(
    tmp_path: Path, listing: Path, bedrock: Bedrock
) -> None:
    chosen = {"bedrock_model_id": MODEL, "dataops_model_explains": False, "enable_caching": False}
    async with open_house(tmp_path, **chosen) as house:
        for _ in range(2):
            await house.ask("how tall is this pile?", files=(listing,))
    assert len(bedrock.bodies) == 2


@pytest.mark.parametrize(
    ("roles", "allow"),
    [("reader", ["*"]), ("developer", ["workflow.*", "artifact.*", "session.*"])],
    ids=["person", "channel"],
)
async def test_nothing_is_sent_for_whom_or_where_the_policy_forbids_it(
    tmp_path: Path, listing: Path, bedrock: Bedrock, roles: str, allow: list[str]
) -> None:
    policy = {
        "roles": {"reader": ["workflow.*.invoke", "artifact.*", "session.read"]},
        "people": {"console:local:admin": [roles]},
        "channels": {"console:local:console": allow},
    }
    path = tmp_path / "policy.yaml"
    path.write_text(yaml.safe_dump(policy))
    async with open_house(tmp_path, bedrock_model_id=MODEL, dataops_policy=path) as house:
        run = await house.ask(QUESTION, files=(listing,))
        assert "3 lines." in house.posts(run)[-1]
        assert bedrock.bodies == []


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Nothing set but a model and where its use is counted."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BEDROCK_MODEL_ID", MODEL)
    return monkeypatch


def test_the_doctor_asks_it_a_word(
    bedrock: Bedrock, environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.setenv("DATAOPS_MODEL_PRICES", "3/15")
    assert run_model_doctor() == 0
    said = capsys.readouterr().out
    assert f"ok    model: {MODEL} answered in " in said
    assert "120 tokens, cost 0.000600" in said


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({}, "did not answer (ClientError: "),
        ({"BEDROCK_MODEL_ID": ""}, "none is named"),
        ({"DATAOPS_MODEL_PRICES": "cheap"}, "no pair of prices"),
    ],
)
def test_the_doctor_says_what_is_wrong(
    bedrock: Bedrock,
    environment: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    variables: dict[str, str],
    sentence: str,
) -> None:
    bedrock.says = lambda _: 403
    for name, value in variables.items():
        environment.setenv(name, value)
    assert run_model_doctor() == 1
    assert sentence in capsys.readouterr().out


def test_route_asks_it_only_when_told_to(
    bedrock: Bedrock, environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "what breaks if I hold LOAD_GL?"
    assert run_route([words], as_json=True) == 0
    assert bedrock.bodies == []
    assert run_route([words], as_json=True, with_model=True) == 0
    assert len(bedrock.bodies) == 1
    assert capsys.readouterr().out.count('"note"') == 1
