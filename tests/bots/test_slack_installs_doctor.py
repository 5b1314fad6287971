"""The doctor where the app is installed in several workspaces: it tries the client and each token."""

import asyncio
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bots.slack_doctor import run_slack_doctor
from core.settings import Settings
from tests.adapters.slack.company import PUBLIC, Company, open_company, secrets

Environment = pytest.MonkeyPatch
Output = pytest.CaptureFixture[str]


@pytest.fixture
async def company(tmp_path: Path, monkeypatch: Environment) -> AsyncIterator[Company]:
    """Installed in both workspaces; the settings of the service are those of the doctor."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    monkeypatch.chdir(tmp_path)
    async with open_company(tmp_path) as opened:
        for name in opened.settings.model_fields_set:
            value = getattr(opened.settings, name)
            monkeypatch.setenv(name.upper(), _plain(value))
        async with opened.open():
            await opened.install(opened.first)
            await opened.install(opened.second)
        yield opened


def _plain(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


OTHER_KEY = urlsafe_b64encode(bytes(32)).decode()


async def examined(capsys: Output, *, works: bool) -> str:
    capsys.readouterr()
    assert await asyncio.to_thread(run_slack_doctor) == (0 if works else 1)
    return capsys.readouterr().out.partition("Parts")[2]


async def test_what_works_is_said_and_no_secret_is_shown(company: Company, capsys: Output) -> None:
    said = await examined(capsys, works=True)
    assert f"ok    installing: Slack knows the client; people install it at {PUBLIC}/slack/install" in said
    assert f"ok    workspaces: Acme ({company.first.team}), Beta ({company.second.team})" in said
    for secret in secrets(company.slack):
        assert secret not in said


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("SLACK_CLIENT_SECRET", "wrong", "FAIL  installing: Slack says bad_client_secret"),
        ("SLACK_CLIENT_ID", "wrong", "FAIL  installing: Slack says invalid_client_id"),
        ("SLACK_CLIENT_SECRET", "", "FAIL  installing: set SLACK_CLIENT_SECRET"),
        (
            "DATAOPS_PUBLIC_URL",
            "http://dataops.example",
            "FAIL  installing: set DATAOPS_PUBLIC_URL to https://…",
        ),
        ("DATAOPS_ENCRYPTION_KEY", "none", "FAIL  installing: DATAOPS_ENCRYPTION_KEY is not a key"),
        ("DATAOPS_ENCRYPTION_KEY", OTHER_KEY, "cannot be decrypted"),
        ("DATAOPS_POLICY", "", "Acme (T0000000001): the policy names 0 people and 0 channels there"),
        ("SLACK_API_URL", "http://127.0.0.1:9/api/", "FAIL  workspaces: Slack cannot be reached"),
    ],
)
async def test_what_does_not_work_is_told_in_a_line(  # noqa: PLR0917 - fixtures are arguments
    company: Company, monkeypatch: Environment, capsys: Output, name: str, value: str, reason: str
) -> None:
    monkeypatch.setenv(name, value)
    said = await examined(capsys, works=False)
    assert reason in said
    assert "Traceback" not in said


async def test_the_workspace_with_a_dead_token_is_named(company: Company, capsys: Output) -> None:
    for grant in company.slack.world.grants.values():
        if grant.team == company.second.team:
            grant.state = "revoked"
    said = await examined(capsys, works=False)
    assert f"FAIL  workspaces: Beta ({company.second.team}): Slack says token_revoked; install it" in said
    assert "Acme" not in said


async def test_looking_renews_nothing(company: Company, capsys: Output) -> None:
    company.slack.world.oauth.rotation, company.slack.world.oauth.expires_in = True, -1
    async with company.open():
        await company.install(company.first)
    calls = len(company.slack.calls("oauth.v2.access"))
    await examined(capsys, works=True)
    made = company.slack.calls("oauth.v2.access")[calls:]
    assert [call.args.get("code") for call in made] == ["dataops-doctor"]
