"""Everything that Slack knows: workspaces, people, conversations, files, views and tokens."""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Literal

from tests.adapters.slack.workspace.agent import Agent
from tests.adapters.slack.workspace.channel import Channel, Kind
from tests.adapters.slack.workspace.grant import BOT_SCOPES, Grant
from tests.adapters.slack.workspace.identifiers import Identifiers
from tests.adapters.slack.workspace.oauth import OAuth
from tests.adapters.slack.workspace.payload import JSON, fill
from tests.adapters.slack.workspace.person import Person
from tests.adapters.slack.workspace.slack_error import SlackError
from tests.adapters.slack.workspace.stored_file import StoredFile
from tests.adapters.slack.workspace.stored_view import StoredView
from tests.adapters.slack.workspace.team import Install, Team
from tests.adapters.slack.workspace.triggers import Triggers
from tests.clock import Clock

Grid = Literal["none", "workspace", "org"]
"""No organisation; the app installed in one workspace of it; the app installed for the whole of it."""

ENTERPRISE = "E0000000001"


@dataclass
class Stream:
    """A message that is being streamed since ``started``, and what came so far.

    ``mode`` is the argument that brought its first content, ``markdown_text`` or ``chunks``.
    """

    started: float
    mode: str = ""
    markdown: str = ""
    tasks: dict[str, JSON] = field(default_factory=dict)
    blocks: list[JSON] = field(default_factory=list)
    open: bool = True


@dataclass
class Ephemeral:
    """A message that one person sees."""

    channel: str
    user: str
    message: JSON


@dataclass
class World:
    """The state of the fake; every part of it works on this one."""

    clock: Clock
    grid: Grid
    base_url: str = ""
    app_id: str = "A0000000001"
    app_name: str = "DataOps"
    signing_secret: str = "8f742231b10e8888abcd99yyyzzz85a5"
    client_id: str = "111.222"
    client_secret: str = "client-secret"
    teams: dict[str, Team] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    installs: dict[str, Install] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    views: dict[str, StoredView] = field(default_factory=dict)
    homes: dict[str, StoredView] = field(default_factory=dict)
    usergroups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    disabled_usergroups: set[str] = field(default_factory=set)
    streams: dict[tuple[str, str], Stream] = field(default_factory=dict)
    ephemerals: list[Ephemeral] = field(default_factory=list)
    agent: Agent = field(default_factory=Agent)
    oauth: OAuth = field(default_factory=OAuth)
    tickets: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.identifiers = Identifiers(self.clock)
        self.triggers = Triggers(self.clock, self.identifiers)

    def now(self) -> int:
        return int(self.clock())

    def add_team(self, name: str, *, in_grid: bool | None = None) -> Team:
        """A further workspace; where the fake has an organisation it is part of it, unless told otherwise."""
        belongs = self.grid != "none" if in_grid is None else in_grid
        team = Team(self.identifiers.next("T"), name, ENTERPRISE if belongs else "")
        self.teams[team.id] = team
        return team

    def add_person(self, name: str, team: str, *, is_guest: bool = False, is_admin: bool = False) -> Person:
        person = Person(self.identifiers.next("U"), team, name, is_guest=is_guest, is_admin=is_admin)
        self.people[person.id] = person
        return person

    def install(self, team: Team) -> Install:
        """The app in a workspace; installing it again changes nothing.

        An install for an organisation is the same bot in each of its workspaces.
        """
        if team.id in self.installs:
            return self.installs[team.id]
        org_wide = self.grid == "org" and bool(team.enterprise_id)
        if org_wide and self.installs:
            first = next(iter(self.installs.values()))
            self.installs[team.id] = replace(first, team=team)
        else:
            user = self.add_person(self.app_name.lower(), team.id)
            user.is_bot = True
            bot_id = self.identifiers.next("B")
            self.installs[team.id] = Install(team, user.id, bot_id, self.app_id, self.app_name, org_wide)
        return self.installs[team.id]

    def install_at(self, team_id: str) -> Install:
        """The app where a workspace's people meet it; raises KeyError where they do not."""
        team = self.teams[team_id]
        if self.grid == "org" and team.enterprise_id:
            return self.install(team)
        return self.installs[team_id]

    def grant(self, team: Team, scopes: frozenset[str] = BOT_SCOPES) -> Grant:
        """A new bot token."""
        grant = Grant(self.identifiers.secret("xoxb"), "bot", team.id, scopes)
        self.grants[grant.token] = grant
        return grant

    def grant_app(self, team: Team) -> Grant:
        """A new app-level token for Socket Mode."""
        grant = Grant(self.identifiers.secret("xapp"), "app", team.id, frozenset({"connections:write"}))
        self.grants[grant.token] = grant
        return grant

    def add_channel(
        self,
        name: str,
        team: str,
        *,
        kind: Kind = "channel",
        members: tuple[str, ...] = (),
        connected: tuple[str, ...] = (),
    ) -> Channel:
        prefix = {"channel": "C", "group": "C", "im": "D", "mpim": "C"}[kind]
        channel = Channel(self.identifiers.next(prefix), team, name, kind, list(members), connected=connected)
        channel.created = self.now()
        self.channels[channel.id] = channel
        return channel

    def im(self, user: str, install: Install) -> Channel:
        """The direct conversation of a person with the app."""
        for channel in self.channels.values():
            if channel.peer == user and install.bot_user in channel.members:
                return channel
        channel = self.add_channel("", install.team.id, kind="im", members=(user, install.bot_user))
        channel.peer = user
        return channel

    def install_in(self, channel: Channel) -> Install:
        """The app as it is in a conversation: installed where the channel is, or in a connected workspace."""
        for team in (channel.team, *channel.connected):
            with suppress(KeyError):
                return self.install_at(team)
        raise KeyError(f"the app is in no workspace of channel {channel.id}")

    def is_member(self, channel: Channel) -> bool:
        """Whether the app's bot is in a conversation."""
        return any(install.bot_user in channel.members for install in self.installs.values())

    def message(self, channel: str, ts: str) -> JSON:
        """A message that stands; raises ``message_not_found``."""
        message = self.channels[channel].messages.get(ts)
        if message is None:
            raise SlackError("message_not_found")
        return message

    def remove(self, channel: Channel, ts: str) -> JSON:
        """Take a message away and give it back; a root with replies leaves a tombstone, as in Slack."""
        message = channel.messages.pop(ts)
        self.streams.pop((channel.id, ts), None)
        if channel.replies(ts):
            channel.messages[ts] = fill("objects/tombstone", ts=ts, thread_ts=ts)
        return message
