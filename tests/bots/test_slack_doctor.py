"""The doctor of the Slack door asks Slack, says what is wrong in a line, and shows no secret."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.slack_doctor import run_slack_doctor
from bots.slack_manifest import SCOPES
from core.settings import Settings
from tests.adapters.slack.workspace import Workspace, open_workspace

Environment = pytest.MonkeyPatch
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: Environment) -> None:
    """An environment without any setting, a home and a working directory of its own."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
async def slack(tmp_path: Path, monkeypatch: Environment) -> AsyncIterator[Workspace]:
    """A workspace, and settings with which everything works."""
    async with open_workspace(scopes=SCOPES) as workspace:
        write_policy(tmp_path, f"slack:{workspace.team}:{workspace.ada}", f"slack:{workspace.team}:C1")
        monkeypatch.setenv("DATAOPS_POLICY", "policy.yaml")
        monkeypatch.setenv("DATAOPS_PUBLIC_URL", "https://dataops.example.com/")
        monkeypatch.setenv("SLACK_BOT_TOKEN", workspace.bot_token)
        monkeypatch.setenv("SLACK_SIGNING_SECRET", workspace.signing_secret)
        monkeypatch.setenv("SLACK_APP_TOKEN", workspace.app_token)
        monkeypatch.setenv("SLACK_API_URL", workspace.api_url)
        yield workspace


def write_policy(folder: Path, person: str, channel: str) -> None:
    text = f"people:\n  {person}: [admin]\nchannels:\n  {channel}: ['*']\n"
    (folder / "policy.yaml").write_text(text, encoding="utf-8")


async def examined(capsys: Output, *, works: bool) -> str:
    """What the doctor prints; its exit code is checked."""
    assert await asyncio.to_thread(run_slack_doctor) == (0 if works else 1)
    return capsys.readouterr().out


def failed(said: str) -> list[str]:
    return [line.split()[1].rstrip(":") for line in said.splitlines() if line.startswith("  FAIL")]


async def test_what_works_is_said_and_no_secret_is_shown(slack: Workspace, capsys: Output) -> None:
    said = await examined(capsys, works=True)
    assert f"in Acme ({slack.team})" in said
    assert f"ok    scopes: all {len(SCOPES)} that are needed\n" in said
    assert "ok    access: 1 people, 1 channels of this workspace\n" in said
    assert "signed, at https://dataops.example.com/slack/events (" in said
    assert "only a delivery proves" in said
    assert "ok    socket mode: a connection can be opened" in said
    for secret in (slack.bot_token, slack.signing_secret, slack.app_token, "ticket"):
        assert secret not in said
    assert slack.calls("chat.postMessage") == []


async def test_nothing_set_is_told_without_asking_slack(capsys: Output) -> None:
    said = await examined(capsys, works=False)
    assert failed(said) == ["token", "deliveries"]
    assert said.count("not set  ") == 9


@pytest.mark.parametrize(
    ("name", "value", "parts", "reason"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-wrong", ["token", "scopes", "access"], "Slack says invalid_auth"),
        ("SLACK_APP_TOKEN", "xapp-wrong", ["socket"], "Slack says invalid_auth"),
        ("SLACK_API_URL", "http://127.0.0.1:9/api/", ["token", "scopes", "access", "socket"], "be reached"),
        ("DATAOPS_POLICY", "none.yaml", ["access"], "none.yaml cannot be read"),
        ("DATAOPS_POLICY", "", ["access"], "DATAOPS_POLICY is not set"),
    ],
)
async def test_what_does_not_work_is_told_in_a_line(  # noqa: PLR0917 - fixtures are arguments
    slack: Workspace,
    monkeypatch: Environment,
    capsys: Output,
    name: str,
    value: str,
    parts: list[str],
    reason: str,
) -> None:
    monkeypatch.setenv(name, value)
    said = await examined(capsys, works=False)
    assert failed(said) == parts
    assert reason in said
    assert "Traceback" not in said


async def test_an_app_token_in_the_place_of_the_bots_is_told(
    slack: Workspace, monkeypatch: Environment, capsys: Output
) -> None:
    monkeypatch.setenv("SLACK_APP_TOKEN", slack.bot_token)
    said = await examined(capsys, works=False)
    assert "FAIL  socket mode: Slack says not_allowed_token_type" in said


@pytest.mark.parametrize("status", [500, 404])
async def test_an_answer_that_is_none_of_slacks_is_told(
    slack: Workspace, capsys: Output, status: int
) -> None:
    slack.fail("auth.test", times=None, status=status)
    said = await examined(capsys, works=False)
    assert f"FAIL  token: Slack says nothing that makes sense (HTTP {status})" in said


@pytest.mark.parametrize("both", [False, True])
async def test_one_way_in_is_enough(
    slack: Workspace,
    monkeypatch: Environment,
    capsys: Output,
    both: bool,  # noqa: FBT001 - parametrized
) -> None:
    monkeypatch.delenv("SLACK_SIGNING_SECRET" if both else "SLACK_APP_TOKEN")
    said = await examined(capsys, works=True)
    assert ("Socket Mode" in said.partition("Parts")[2]) is both


async def test_scopes_that_are_missing_are_named_and_those_too_many_too(
    tmp_path: Path, monkeypatch: Environment, capsys: Output
) -> None:
    async with open_workspace(scopes=SCOPES.keys() - {"files:write"} | {"team:read"}) as slack:
        write_policy(tmp_path, f"slack:{slack.team}:U1", f"slack:{slack.team}:C1")
        monkeypatch.setenv("DATAOPS_POLICY", "policy.yaml")
        monkeypatch.setenv("SLACK_BOT_TOKEN", slack.bot_token)
        monkeypatch.setenv("SLACK_APP_TOKEN", slack.app_token)
        monkeypatch.setenv("SLACK_API_URL", slack.api_url)
        said = await examined(capsys, works=False)
        assert failed(said) == ["scopes"]
        assert "FAIL  scopes: files:write missing;" in said
        grant = slack.world.grants[slack.bot_token]
        grant.scopes |= {"files:write"}
        assert "not needed: team:read" in await examined(capsys, works=True)


async def test_groups_addresses_and_defaults_let_people_in_too(
    slack: Workspace, tmp_path: Path, capsys: Output
) -> None:
    (tmp_path / "policy.yaml").write_text(
        f"users: {{ann: ['slack:{slack.team}:U1', 'teams:t:u']}}\npeople: {{ann: [user]}}\n"
        f"groups: {{'slack:{slack.team}:S1': [user], 'slack:TOTHER:S2': [user]}}\n"
        "domains: {example.com: [user]}\ndefaults: {direct: ['*'], guests: []}\n"
    )
    said = await examined(capsys, works=True)
    assert (
        "ok    access: 1 people, 0 channels of this workspace; 1 user groups; addresses of 1 domains; "
        "defaults for direct, guests\n" in said
    )
    (tmp_path / "policy.yaml").write_text("domains: {example.com: [user]}\n")
    assert failed(await examined(capsys, works=False)) == ["access"]


async def test_a_policy_for_others_lets_nobody_in(slack: Workspace, tmp_path: Path, capsys: Output) -> None:
    write_policy(tmp_path, "slack:TOTHER:U1", f"slack:{slack.team}:C1")
    said = await examined(capsys, works=False)
    assert "FAIL  access: the policy names 0 people and 1 channels of this workspace" in said
    assert f"slack:{slack.team}:U…" in said


async def test_names_from_slack_cannot_command_the_terminal(slack: Workspace, capsys: Output) -> None:
    slack.world.teams[slack.team].name = "A\x1b[2Jcme"
    assert "\x1b" not in await examined(capsys, works=True)
