"""Which installation a delivery is for, and where people come from."""

from typing import Any

import pytest

from adapters.slack.arrivals.arrival import arrival
from adapters.slack.arrivals.form_answer import FormAnswer
from adapters.slack.arrivals.message import Message
from adapters.slack.arrivals.press import Press
from adapters.slack.arrivals.tenant import Installation, Origin, installation_of
from tests.adapters.slack.arrivals.recorded import BOT, TEAM, arrived, recorded

ORG = "E111"


@pytest.mark.parametrize(
    ("name", "installation"),
    [
        ("message_mention", Installation(TEAM, TEAM, None)),
        ("message_bare", Installation(TEAM, TEAM, None)),
        ("message_connect_external", Installation(TEAM, TEAM, None)),
        ("message_org_wide", Installation(ORG, None, ORG)),
        ("team_access_granted", Installation(ORG, None, ORG)),
        ("slash_command", Installation(TEAM, TEAM, None)),
        ("slash_command_org_wide", Installation(ORG, None, ORG)),
        ("block_actions_button", Installation(TEAM, TEAM, None)),
        ("block_actions_external", Installation(TEAM, TEAM, None)),
        ("block_actions_org_wide", Installation(ORG, None, ORG)),
        ("message_action_org_wide", Installation(ORG, None, ORG)),
        ("view_submission_connect", Installation(TEAM, TEAM, None)),
        ("shortcut", Installation(TEAM, TEAM, None)),
        ("url_verification", None),
        ("ssl_check", None),
    ],
)
def test_the_installation_is_found(name: str, installation: Installation | None) -> None:
    assert installation_of(recorded(name)) == installation


def test_a_channel_has_one_tenant_whoever_speaks_in_it() -> None:
    names = (
        "message_mention",
        "message_connect_external",
        "app_mention_connect_grid",
        "block_actions_external",
    )
    found = [arrived(name) for name in names]
    channels = {each.inbound.channel for each in found if isinstance(each, Message | Press)}
    assert len(found) == 4
    assert len(channels) == 1


@pytest.mark.parametrize("workspace", ["T111", "T222"])
def test_in_an_organisation_the_speakers_workspace_changes_no_thread(workspace: str) -> None:
    found = arrival(recorded("message_org_wide", team=workspace) | {"team_id": workspace}, BOT)
    assert isinstance(found, Message)
    assert str(found.inbound.thread).startswith(f"slack:{ORG}:")


def test_a_person_of_another_company_is_the_same_one_in_every_delivery() -> None:
    outside: dict[str, Any] = {"user": "W013QGS7BPF"}
    told = arrived("message_connect_external", **outside)
    mentioned = arrived("app_mention_connect_grid", **outside)
    shared = arrived("message_file_share_connect", **outside)
    pressed = arrived("block_actions_external", user={"id": "W013QGS7BPF", "team_id": "T014GJXU940"})
    found = [each for each in (told, mentioned, shared, pressed) if isinstance(each, Message | Press)]
    assert [str(each.inbound.actor) for each in found] == [f"slack:{TEAM}:W013QGS7BPF"] * 4


@pytest.mark.parametrize(
    ("name", "origin"),
    [
        ("message_mention", Origin(TEAM, external=False)),
        ("message_connect_external", Origin("T03E94MJU", external=True)),
        ("app_mention_connect_grid", Origin("E013Y3SHLAY", external=True)),
        ("message_file_share_connect", Origin(None, external=None)),
        ("message_org_wide", Origin("T111", external=False)),
        ("block_actions_button", Origin(TEAM, external=False)),
        ("block_actions_external", Origin("T03U1JC8EN4", external=True)),
        ("block_actions_org_wide", Origin("T111", external=None)),
        ("view_submission_connect", Origin("T03U1JC8EN4", external=True)),
    ],
)
def test_where_somebody_comes_from_is_told_as_far_as_slack_tells_it(name: str, origin: Origin) -> None:
    found = arrived(name)
    assert isinstance(found, Message | Press | FormAnswer)
    assert found.origin == origin


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"team": "T1"},
        {"team_id": 7},
        {"team_id": ""},
        {"team_id": "T1:C1"},
        {"team_id": "T\ud800"},
        {"authorizations": [{}]},
        {"authorizations": "T1"},
    ],
)
def test_what_names_no_installation_has_none(payload: dict[str, Any]) -> None:
    assert installation_of(payload) is None
