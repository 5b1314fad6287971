"""The doctor of the Teams door asks Microsoft, says what is wrong in a line, and shows no secret."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import msal
import pytest
from botframework.connector.auth.managedidentity_app_credentials import ManagedIdentityAppCredentials

from bots.teams import Cloud
from bots.teams_doctor import SETTINGS, run_teams_doctor
from core.settings import Settings
from tests.adapters.teams.connector import Connector, open_connector
from tests.adapters.teams.office import cloud_of

Environment = pytest.MonkeyPatch
Output = pytest.CaptureFixture[str]
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: Environment) -> None:
    """An environment without any setting, a home and a working directory of its own."""
    for name in (*(field.upper() for field in Settings.model_fields), "IDENTITY_ENDPOINT", "IDENTITY_HEADER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
async def teams(tmp_path: Path, monkeypatch: Environment) -> AsyncIterator[Connector]:
    """A tenant, and settings with which everything works."""
    monkeypatch.setattr(ManagedIdentityAppCredentials, "global_token_cache", msal.TokenCache())
    async with open_connector() as connector:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(connector.certificate))
        write_policy(tmp_path, connector.tenant.id, connector.tenant.id)
        monkeypatch.setenv("DATAOPS_POLICY", "policy.yaml")
        monkeypatch.setenv("DATAOPS_PUBLIC_URL", "https://dataops.example.com/")
        monkeypatch.setenv("TEAMS_APP_ID", connector.app_id)
        monkeypatch.setenv("TEAMS_APP_PASSWORD", connector.app_password)
        monkeypatch.setenv("TEAMS_TENANT_ID", connector.tenant.id)
        yield connector


def write_policy(folder: Path, people: str, channels: str) -> None:
    text = f"people:\n  teams:{people}:ada: [admin]\nchannels:\n  teams:{channels}:19%3Aa@thread.v2: ['*']\n"
    (folder / "policy.yaml").write_text(text, encoding="utf-8")


async def examined(cloud: Cloud, capsys: Output, *, works: bool) -> str:
    """What the doctor prints; its exit code is checked."""
    assert await asyncio.to_thread(run_teams_doctor, cloud) == (0 if works else 1)
    return capsys.readouterr().out


def failed(said: str) -> list[str]:
    return [line.split()[1].rstrip(":") for line in said.splitlines() if line.startswith("  FAIL")]


async def test_what_works_is_said_and_no_secret_is_shown(teams: Connector, capsys: Output) -> None:
    said = await examined(cloud_of(teams), capsys, works=True)
    assert f"ok    token: Microsoft gives one for {teams.app_id} (SingleTenant)\n" in said
    assert "ok    keys: those that Microsoft signs deliveries with can be fetched\n" in said
    assert "ok    access: 1 people, 1 conversations\n" in said
    assert "at https://dataops.example.com/api/messages, the bot's messaging endpoint in Azure (" in said
    assert teams.app_password not in said
    assert "eyJ" not in said
    assert not teams.calls()


async def test_nothing_set_is_told_without_asking_microsoft(capsys: Output) -> None:
    said = await examined(Cloud(), capsys, works=False)
    assert failed(said) == ["token", "access", "deliveries"]
    assert said.count("not set  ") == len(SETTINGS)


@pytest.mark.parametrize(
    ("name", "value", "parts", "reason"),
    [
        ("TEAMS_APP_PASSWORD", "wrong", ["token"], "TEAMS_APP_PASSWORD is wrong; enter the value"),
        ("TEAMS_APP_PASSWORD", "", ["token"], "TEAMS_APP_ID needs TEAMS_APP_PASSWORD and TEAMS_TENANT_ID"),
        ("TEAMS_APP_ID", NOBODY, ["token"], "TEAMS_APP_ID is not known in TEAMS_TENANT_ID"),
        ("TEAMS_APP_ID", "dataops", ["token"], "TEAMS_APP_ID is no application id"),
        ("TEAMS_APP_TYPE", "UserAssignedMSI", ["token"], "there is no managed identity TEAMS_APP_ID here"),
        ("DATAOPS_POLICY", "none.yaml", ["access"], "none.yaml cannot be read"),
        ("DATAOPS_POLICY", "", ["access"], "DATAOPS_POLICY is not set"),
        ("DATAOPS_PUBLIC_URL", "", ["deliveries"], "set DATAOPS_PUBLIC_URL to https://HOST"),
        ("DATAOPS_PUBLIC_URL", "http://10.0.0.7", ["deliveries"], "set DATAOPS_PUBLIC_URL to https://HOST"),
    ],
)
async def test_what_does_not_work_is_told_in_a_line(  # noqa: PLR0917 - fixtures are arguments
    teams: Connector,
    monkeypatch: Environment,
    capsys: Output,
    name: str,
    value: str,
    parts: list[str],
    reason: str,
) -> None:
    monkeypatch.setenv(name, value)
    identity = teams.identity_endpoint if value == "UserAssignedMSI" else ""
    monkeypatch.setenv("IDENTITY_ENDPOINT", identity)
    monkeypatch.setenv("IDENTITY_HEADER", "of somebody else")
    said = await examined(cloud_of(teams), capsys, works=False)
    assert failed(said) == parts
    assert reason in said
    assert "Traceback" not in said
    assert teams.app_password not in said


async def test_a_tenant_that_is_none_is_told(
    teams: Connector, monkeypatch: Environment, capsys: Output
) -> None:
    cloud = cloud_of(teams)
    monkeypatch.setenv("TEAMS_TENANT_ID", NOBODY)
    login = {"to_channel_from_bot_login_url": teams.login_url.replace(teams.tenant.id, NOBODY)}
    said = await examined(replace(cloud, addresses=cloud.addresses | login), capsys, works=False)
    assert failed(said) == ["token", "access"]
    assert "TEAMS_TENANT_ID is not known (AADSTS90002)" in said


async def test_a_managed_identity_needs_no_secret(
    teams: Connector, monkeypatch: Environment, capsys: Output
) -> None:
    monkeypatch.delenv("TEAMS_APP_PASSWORD")
    monkeypatch.delenv("TEAMS_TENANT_ID")
    monkeypatch.setenv("TEAMS_APP_TYPE", "UserAssignedMSI")
    monkeypatch.setenv("IDENTITY_ENDPOINT", teams.identity_endpoint)
    monkeypatch.setenv("IDENTITY_HEADER", teams.tokens.identity_secret)
    said = await examined(cloud_of(teams), capsys, works=True)
    assert f"Microsoft gives one for {teams.app_id} (UserAssignedMSI)" in said
    assert teams.tokens.identity_secret not in said


async def test_what_cannot_be_reached_is_told(teams: Connector, capsys: Output) -> None:
    nowhere = "http://127.0.0.1:9"
    cloud = replace(cloud_of(teams), metadata=nowhere)
    login = {"to_channel_from_bot_login_url": "https://127.0.0.1:9/tenant/b2c_1"}
    said = await examined(replace(cloud, addresses=cloud.addresses | login), capsys, works=False)
    assert failed(said) == ["token", "keys"]
    assert said.count("Microsoft cannot be reached") == 2


@pytest.mark.parametrize(
    ("setting", "granted", "works", "told"),
    [
        ("read", ["Files.Read.All"], True, "granted: Files.Read.All. Whether ChannelMessage.Read.Group"),
        ("read", ["Mail.Read", "Sites.Read.All"], True, "not used, so take away: Mail.Read"),
        ("read", ["Files.Read.All"], True, "owners of teams are not known without GroupMember.Read.All"),
        ("read", ["Files.Read.All", "GroupMember.Read.All"], True, "owners of teams are known"),
        ("read", [], False, "FAIL  graph: Files.Read.All is missing (granted: none)"),
        ("read", ["Sites.Selected"], False, "Files.Read.All is missing (granted: Sites.Selected)"),
        ("read-write", ["Files.Read.All"], False, "Files.ReadWrite.All is missing (granted: Files.Read.All)"),
        ("read-write", ["Files.ReadWrite.All"], True, "granted: Files.ReadWrite.All"),
    ],
)
async def test_rights_in_graph_are_told(  # noqa: PLR0917 - fixtures are arguments
    teams: Connector,
    monkeypatch: Environment,
    capsys: Output,
    setting: str,
    granted: list[str],
    works: bool,  # noqa: FBT001 - a case
    told: str,
) -> None:
    monkeypatch.setenv("TEAMS_GRAPH", setting)
    teams.graph.grant(*granted)
    said = await examined(cloud_of(teams), capsys, works=works)
    assert told in said
    assert failed(said) == ([] if works else ["graph"])
    assert "eyJ" not in said
    assert not teams.calls()


async def test_graph_that_gives_no_token_is_told(
    teams: Connector, monkeypatch: Environment, capsys: Output
) -> None:
    monkeypatch.setenv("TEAMS_GRAPH", "read")
    teams.issued.refused.add("https://graph.microsoft.com")
    said = await examined(cloud_of(teams), capsys, works=False)
    assert "FAIL  graph: Entra gives none (AADSTS500011)" in said


async def test_a_policy_for_others_lets_nobody_in(teams: Connector, tmp_path: Path, capsys: Output) -> None:
    write_policy(tmp_path, teams.other_tenant.id, teams.tenant.id)
    said = await examined(cloud_of(teams), capsys, works=False)
    assert "FAIL  access: the policy names 0 people and 1 conversations of this tenant" in said
    assert f"teams:{teams.tenant.id}:OBJECT-ID under people" in said


async def test_trying_it_out_on_one_machine_asks_microsoft_nothing(
    tmp_path: Path, monkeypatch: Environment, capsys: Output
) -> None:
    write_policy(tmp_path, "t", "t")
    monkeypatch.setenv("DATAOPS_POLICY", "policy.yaml")
    monkeypatch.setenv("TEAMS_ALLOW_ANONYMOUS_LOOPBACK", "true")
    said = await examined(Cloud(), capsys, works=True)
    assert "anything of this machine, at http://127.0.0.1:PORT/api/messages" in said
    assert "token:" not in said
