"""The manifest is the one that is documented, and it asks for what the door uses and nothing else."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bots.slack_manifest import EVENTS, SCOPES, manifest, run_slack_manifest
from core.errors import UserFacingError
from tests.adapters.slack.workspace.methods import ENDPOINTS
from tests.adapters.slack.workspace.methods.conversations import READ
from tests.sample_workflows import write_greeter

ROOT = Path(__file__).parents[2]
FILE = ROOT / "manifests" / "slack" / "manifest.yaml"
REVIEW = ROOT / "docs" / "security-review.md"
REQUEST_URL = "https://dataops.example.com/slack/events"

SCOPE_OF = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
}


def app(url: str | None = None) -> Any:
    return yaml.safe_load(manifest(url))


def called() -> set[str]:
    """The Web API methods that the door calls, as Slack writes them."""
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "adapters" / "slack").rglob("*.py")]
    known = {re.sub(r"\.", "_", method): method for method in ENDPOINTS}
    names = {name for source in sources for name in re.findall(r"\.([a-z]+_[A-Za-z_]+)\b", source)}
    return {known[name] for name in names & known.keys()}


def test_the_file_is_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_slack_manifest(None) == 0
    said = capsys.readouterr().out
    assert FILE.read_text(encoding="utf-8") == said, (
        "run dataops manifest slack > manifests/slack/manifest.yaml"
    )


def test_mentions_in_a_command_come_with_their_ids() -> None:
    assert all(each["should_escape"] for each in app()["features"]["slash_commands"])


def test_without_an_address_slack_is_listened_to_by_a_socket() -> None:
    assert app()["settings"]["socket_mode_enabled"] is True
    assert "url" not in manifest(None).replace("--url", "")


@pytest.mark.parametrize("url", ["https://dataops.example.com", "https://dataops.example.com/"])
def test_with_an_address_everything_is_delivered_there(url: str) -> None:
    settings = app(url)["settings"]
    assert settings["socket_mode_enabled"] is False
    assert settings["event_subscriptions"]["request_url"] == REQUEST_URL
    assert settings["interactivity"] == {"is_enabled": True, "request_url": REQUEST_URL}
    assert [each["url"] for each in app(url)["features"]["slash_commands"]] == [REQUEST_URL]
    assert (
        settings["event_subscriptions"]["bot_events"]
        == app()["settings"]["event_subscriptions"]["bot_events"]
    )


@pytest.mark.parametrize("url", ["https://dataops.example.com", "https://dataops.example.com/"])
def test_with_an_address_people_come_back_there_after_installing(url: str) -> None:
    assert app(url)["oauth_config"]["redirect_urls"] == ["https://dataops.example.com/slack/oauth_redirect"]
    assert "redirect_urls" not in app()["oauth_config"]
    assert {"app_uninstalled", "team_access_revoked", "tokens_revoked"} <= set(EVENTS)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "dataops.example.com",
        "http://dataops.example.com",
        "https://",
        "https://dataops.example.com/slack/events",
        "https://dataops.example.com?x=1",
        "https://me:secret@dataops.example.com",
        "https://dataops.example.com\nsettings: {}",
    ],
)
def test_an_address_that_slack_cannot_deliver_to_is_refused(url: str) -> None:
    with pytest.raises(UserFacingError, match="Slack cannot deliver to"):
        manifest(url)


def test_each_scope_is_needed_by_a_call_an_event_or_the_command() -> None:
    calls = {method: ENDPOINTS[method].scopes for method in called()}
    assert {"chat.postMessage", "chat.update", "files.info", "bots.info", "views.open"} <= calls.keys()
    needed = {scopes[0] for scopes in calls.values() if scopes} | set(SCOPE_OF.values()) | {"commands"}
    if calls.keys() & {"conversations.info", "conversations.members"}:  # one for each kind of conversation
        needed |= set(READ)
    if "users.info" in calls:  # without it the address is left out
        needed |= {"users:read.email"}
    assert set(app()["oauth_config"]["scopes"]["bot"]) == needed
    assert {event for event in EVENTS if event in SCOPE_OF} == SCOPE_OF.keys()


def test_each_scope_is_explained_to_the_admin() -> None:
    rows = re.findall(
        r"^\| `([a-z_]+(?::[a-z.]+)?)` \| (.+?) \|$", REVIEW.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert [row for row in rows if row[0] in SCOPES] == list(SCOPES.items())


def test_it_fits_the_limits_of_slacks_schema() -> None:
    """Lengths of https://github.com/slackapi/manifest-schema, as of version 1 of the schema."""
    about, features = app()["display_information"], app()["features"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert all(len(each["command"]) <= 32 for each in features["slash_commands"])
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert 1 <= len(features["agent_view"]["suggested_prompts"]) <= 4
    assert all(
        len(each["name"]) <= 24 and len(each["description"]) <= 150 and len(each["callback_id"]) <= 255
        for each in features["shortcuts"]
    )
    assert features["app_home"]["messages_tab_read_only_enabled"] is False
    assert app()["settings"].keys() == {
        "event_subscriptions",
        "interactivity",
        "org_deploy_enabled",
        "socket_mode_enabled",
        "is_hosted",
        "token_rotation_enabled",
    }


def test_the_prompts_are_examples_of_what_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_greeter(tmp_path)
    monkeypatch.setenv("DATAOPS_WORKFLOWS", str(tmp_path))
    prompts = app()["features"]["agent_view"]["suggested_prompts"]
    assert prompts[0]["message"] == "What can you do?"
    assert "Report the partition skew of SALES" in [each["message"] for each in prompts]
