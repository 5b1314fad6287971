"""What stands around an event or an interaction: which app, which workspace, who."""

from dataclasses import dataclass, field
from typing import Any

from tests.adapters.slack.workspace.channel import Channel
from tests.adapters.slack.workspace.delivery import Delivery
from tests.adapters.slack.workspace.payload import ABSENT, JSON, fill
from tests.adapters.slack.workspace.team import Install, Team
from tests.adapters.slack.workspace.world import World

SUBSCRIPTIONS = frozenset(
    {
        "app_context_changed",
        "app_home_opened",
        "app_mention",
        "app_uninstalled",
        "channel_archive",
        "channel_left",
        "file_shared",
        "group_archive",
        "group_left",
        "member_joined_channel",
        "member_left_channel",
        "message.channels",
        "message.groups",
        "message.im",
        "message.mpim",
        "team_access_revoked",
        "tokens_revoked",
    }
)
"""What an app can subscribe to, as its settings name it."""


@dataclass
class Envelopes:
    """Wraps events and interactions; ``subscriptions`` are those events that the app asked for."""

    world: World
    subscriptions: set[str] = field(default_factory=lambda: set(SUBSCRIPTIONS))

    def event(self, event: JSON, install: Install, channel: Channel | None = None) -> list[Delivery]:
        """The delivery of an event, or none where the app is not subscribed to it."""
        name = event["type"]
        if name == "message" and channel is not None:
            name = f"message.{channel.plural}"
        if name not in self.subscriptions:
            return []
        return [Delivery("events_api", self._callback(event, install, channel))]

    def _callback(self, event: JSON, install: Install, channel: Channel | None) -> JSON:
        team = install.team
        without = event["type"] in ("app_uninstalled", "team_access_revoked", "tokens_revoked")
        of_all = event["type"] == "team_access_revoked"
        return fill(
            "envelopes/event_callback",
            team_id=ABSENT if of_all else team.id,
            enterprise_id=team.enterprise_id or ABSENT,
            context_team_id=ABSENT if of_all else team.id,
            context_enterprise_id=team.enterprise_id or None,
            api_app_id=install.app_id,
            event=event,
            event_id=self.world.identifiers.next("Ev"),
            event_time=self.world.now(),
            authorizations=ABSENT if without else [authorization(install)],
            is_ext_shared_channel=channel is not None and bool(channel.connected),
        )

    def who(self, user: str) -> JSON:
        """The keys of an interaction that say who did it and where they belong.

        Through Slack Connect that is the other workspace; an install for an organisation names no team for
        its own people. Recorded in slackapi/bolt-python, tests/scenario_tests_async/test_view_submission.py.
        """
        person = self.world.people[user]
        team = self.world.teams[person.team]
        org_wide = self.world.grid == "org" and bool(team.enterprise_id)
        grid = {"id": team.enterprise_id, "name": team.enterprise_name} if team.enterprise_id else None
        return {
            "api_app_id": self.world.app_id,
            "team": None if org_wide else _team(team),
            "enterprise": grid,
            "is_enterprise_install": org_wide,
            "user": {"id": user, "username": person.name, "name": person.name, "team_id": team.id},
        }

    def interaction(self, name: str, user: str, **values: Any) -> Delivery:
        """The delivery of something that somebody pressed or sent."""
        return Delivery("interactive", fill(f"interactions/{name}", **self.who(user), **values))


def authorization(install: Install) -> JSON:
    """One install that may see an event: https://docs.slack.dev/apis/events-api#authorizations."""
    return {
        "enterprise_id": install.team.enterprise_id or None,
        "team_id": None if install.org_wide else install.team.id,
        "user_id": install.bot_user,
        "is_bot": True,
        "is_enterprise_install": install.org_wide,
    }


def _team(team: Team) -> JSON:
    grid = bool(team.enterprise_id)
    return fill(
        "interactions/team",
        id=team.id,
        domain=team.domain,
        enterprise_id=team.enterprise_id if grid else ABSENT,
        enterprise_name=team.enterprise_name if grid else ABSENT,
    )
