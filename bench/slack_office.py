"""Channels in a fake workspace, and the settings of a service that may work in them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.unlimited import UNLIMITED_VARIABLES
from tests.adapters.slack.workspace import Workspace


def add_channels(slack: Workspace, count: int) -> list[str]:
    """The ids of so many further channels, with a person and the bot in each."""
    members = (slack.ada, slack.install.bot_user)
    names = [f"batch-{number}" for number in range(count)]
    return [slack.world.add_channel(name, slack.team, members=members).id for name in names]


def office_settings(slack: Workspace, channels: Sequence[str], folder: Path) -> Mapping[str, str]:
    """The environment of a service that keeps its data in a folder; the person is an admin everywhere."""
    folder.mkdir(parents=True)
    policy = folder / "policy.yaml"
    allowed = "".join(f'  slack:{slack.team}:{channel}: ["*"]\n' for channel in channels)
    people = f"people:\n  slack:{slack.team}:{slack.ada}: [admin]\n"
    policy.write_text(f"{people}channels:\n{allowed}", encoding="utf-8")
    return {
        "DATAOPS_HOME": str(folder / "home"),
        "DATAOPS_POLICY": str(policy),
        **UNLIMITED_VARIABLES,
        "DATAOPS_WORKFLOWS": str(folder / "workflows"),
        "LOG_LEVEL": "WARNING",
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
    }
