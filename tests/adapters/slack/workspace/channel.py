"""A conversation and the messages that stand in it."""

from dataclasses import dataclass, field
from typing import Literal

from tests.adapters.slack.workspace.payload import ABSENT, JSON, fill

Kind = Literal["channel", "group", "im", "mpim"]

EVENT_KINDS: dict[Kind, str] = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}
"""How a kind is named in scopes and subscriptions: ``channels:history``, ``message.groups``."""


@dataclass
class Channel:
    """``peer`` is the person of a direct message; ``connected`` are other workspaces (Slack Connect).

    ``invited`` are workspaces that were asked to take part, and have not answered.
    """

    id: str
    team: str
    name: str
    kind: Kind = "channel"
    members: list[str] = field(default_factory=list)
    archived: bool = False
    connected: tuple[str, ...] = ()
    invited: tuple[str, ...] = ()
    peer: str = ""
    created: int = 0
    messages: dict[str, JSON] = field(default_factory=dict)
    _threads: dict[str, list[str]] = field(default_factory=dict)

    @property
    def plural(self) -> str:
        return EVENT_KINDS[self.kind]

    @property
    def shown_name(self) -> str:
        """The name in commands and actions: Slack tells no names of private conversations."""
        return {"im": "directmessage", "group": "privategroup", "mpim": "privategroup"}.get(
            self.kind, self.name
        )

    def root(self, message: JSON) -> str:
        """The timestamp of the thread that a message is in or would begin."""
        return str(message.get("thread_ts", message["ts"]))

    def post(self, message: JSON) -> None:
        """Let a new message stand."""
        self.messages[message["ts"]] = message
        if (root := self.root(message)) != message["ts"]:
            self._threads.setdefault(root, []).append(message["ts"])

    def replies(self, root: str) -> list[JSON]:
        """The replies of a thread, oldest first."""
        return [self.messages[ts] for ts in self._threads.get(root, ()) if ts in self.messages]

    def top_level(self) -> list[JSON]:
        """What stands in the channel itself, oldest first."""
        return [
            message
            for ts, message in sorted(self.messages.items())
            if message.get("thread_ts", ts) == ts or message.get("subtype") == "thread_broadcast"
        ]

    def json(self, reader: str, *, count: bool = False) -> JSON:
        """What ``conversations.info`` tells a reader."""
        if self.kind == "im":
            return fill(
                "objects/im",
                id=self.id,
                created=self.created,
                context_team_id=self.team,
                user=self.peer,
            )
        return fill(
            "objects/channel",
            id=self.id,
            name=self.name,
            name_normalized=self.name,
            is_channel=self.kind == "channel",
            is_group=self.kind == "group",
            is_mpim=self.kind == "mpim",
            is_private=self.kind != "channel",
            created=self.created,
            is_archived=self.archived,
            context_team_id=self.team,
            is_shared=bool(self.connected),
            is_ext_shared=bool(self.connected),
            is_pending_ext_shared=bool(self.invited),
            pending_shared=list(self.invited),
            shared_team_ids=[self.team, *self.connected],
            is_member=reader in self.members,
            num_members=len(self.members) if count else ABSENT,
        )
