"""One call of a Web API method, and what it may see."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tests.adapters.slack.workspace.arguments import Arguments
from tests.adapters.slack.workspace.channel import Channel
from tests.adapters.slack.workspace.grant import Grant
from tests.adapters.slack.workspace.meter import Limit
from tests.adapters.slack.workspace.payload import JSON
from tests.adapters.slack.workspace.slack_error import SlackError
from tests.adapters.slack.workspace.team import Install
from tests.adapters.slack.workspace.world import World


@dataclass
class Call:
    """A call whose token is good. Every refusal is a SlackError with the error that Slack gives."""

    world: World
    args: Arguments
    grant: Grant

    @property
    def install(self) -> Install:
        """The app as the token's workspace knows it."""
        return self.world.installs[self.grant.team]

    def acts_in(self) -> str:
        """The workspace that a call is about: the token's, or of an organisation the one that is named.

        https://docs.slack.dev/enterprise/developing-for-enterprise-orgs: ``team_id``, which the tokens of
        workspaces may bring too, and which is ignored then.
        """
        if not self.install.org_wide:
            return self.grant.team
        if not self.args.text("team_id"):
            raise SlackError("missing_argument")
        team = self.world.teams.get(self.args.text("team_id"))
        if team is None or team.enterprise_id != self.install.team.enterprise_id:
            raise SlackError("team_not_found")
        if not team.granted:
            raise SlackError("team_access_not_granted")
        return team.id

    def find(self, name: str = "channel") -> Channel:
        """A conversation that the app can see: a private one only as a member, else ``channel_not_found``."""
        channel = self.world.channels.get(self.args.text(name))
        if channel is None or not self._reaches(channel):
            raise SlackError("channel_not_found")
        if channel.kind != "channel" and not self.world.is_member(channel):
            raise SlackError("channel_not_found")
        if self.install.org_wide and not self.world.teams[channel.team].granted:
            raise SlackError("team_access_not_granted")
        return channel

    def _reaches(self, channel: Channel) -> bool:
        """Whether the token is good where a conversation is: its own, a connected or its grid's workspace."""
        if self.grant.team in (channel.team, *channel.connected):
            return True
        org = self.install.team.enterprise_id if self.install.org_wide else ""
        return bool(org) and self.world.teams[channel.team].enterprise_id == org

    def inside(self, name: str = "channel") -> Channel:
        """A conversation that the app is a member of, else ``not_in_channel``."""
        channel = self.find(name)
        if not self.world.is_member(channel):
            raise SlackError("not_in_channel")
        return channel

    def target(self, name: str = "channel") -> Channel:
        """A conversation to post in: also a person, whose direct conversation opens."""
        person = self.world.people.get(self.args.text(name))
        if person is not None and not person.is_bot:
            return self.world.im(person.id, self.install)
        channel = self.find(name)
        public = channel.kind == "channel" and "chat:write.public" in self.grant.scopes
        if not self.world.is_member(channel) and not public:
            raise SlackError("not_in_channel")
        if channel.archived:
            raise SlackError("is_archived")
        return channel

    def own_message(self, channel: Channel, refusal: str) -> JSON:
        """A message of the app in a conversation; another's is refused."""
        message = self.world.message(channel.id, self.args.needed("ts"))
        if message.get("bot_id") != self.world.install_in(channel).bot_id:
            raise SlackError(refusal)
        return message


@dataclass(frozen=True)
class Endpoint:
    """A method: what it does, the scopes of which one is needed, its rate limit, the kind of token."""

    handle: Callable[[Call], JSON]
    scopes: tuple[str, ...] = ()
    limit: Limit | None = None
    token: Literal["bot", "app"] = "bot"


Endpoints = dict[str, Endpoint]
