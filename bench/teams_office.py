"""Channels in a fake tenant, and the settings of a bot that may work in them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from bench.unlimited import UNLIMITED_VARIABLES
from core.chat.thread_ref import ChannelRef
from tests.adapters.teams.connector import Connector, Conversation


def add_channels(teams: Connector, count: int) -> list[Conversation]:
    """So many further channels of the team, with the bot in each."""
    return [teams.world.add_channel(f"batch-{number}", teams.team) for number in range(count)]


def office_settings(teams: Connector, channels: Sequence[Conversation], folder: Path) -> Mapping[str, str]:
    """The environment of a bot that keeps its data in a folder; Ada is an admin everywhere."""
    folder.mkdir(parents=True)
    policy = folder / "policy.yaml"
    rights = {
        "people": {_ref(teams, teams.ada.aad): ["admin"]},
        "channels": {_ref(teams, channel.id): ["*"] for channel in channels},
    }
    policy.write_text(yaml.safe_dump(rights), encoding="utf-8")
    return {
        "BENCH_LOGIN_URL": teams.login_url,
        "BENCH_METADATA_URL": teams.metadata_url,
        "DATAOPS_HOME": str(folder / "home"),
        "DATAOPS_POLICY": str(policy),
        **UNLIMITED_VARIABLES,
        "DATAOPS_WORKFLOWS": str(folder / "workflows"),
        "LOG_LEVEL": "WARNING",
        "REQUESTS_CA_BUNDLE": str(teams.certificate),
        "TEAMS_APP_ID": teams.app_id,
        "TEAMS_APP_PASSWORD": teams.app_password,
        "TEAMS_TENANT_ID": teams.tenant.id,
    }


def _ref(teams: Connector, identifier: str) -> str:
    return str(ChannelRef(platform="teams", tenant=teams.tenant.id, channel=identifier))
