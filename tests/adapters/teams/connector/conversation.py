"""A conversation and the messages that stand in it."""

from dataclasses import dataclass, field
from typing import Literal

from tests.adapters.teams.connector.message import Message
from tests.adapters.teams.connector.payload import JSON
from tests.adapters.teams.connector.tenant import Team, Tenant

Kind = Literal["personal", "groupChat", "channel"]

_THREAD = ";messageid="


@dataclass(eq=False)
class Conversation:
    """``members`` are the ids of people; ``bot`` says whether the bot is in the roster."""

    id: str
    kind: Kind
    tenant: Tenant
    name: str = ""
    team: Team | None = None
    people: list[str] = field(default_factory=list)
    bot: bool = True
    blocked: bool = False
    messages: dict[str, Message] = field(default_factory=dict)

    @property
    def members(self) -> list[str]:
        """Who is here; in a channel everybody of its team."""
        return self.team.members if self.team is not None else self.people

    def address(self, root: str) -> str:
        """The id that travels: in a channel it names the post at the root of a thread."""
        return f"{self.id}{_THREAD}{root}" if self.kind == "channel" and root else self.id

    def json(self, root: str = "", *, named: bool = False) -> JSON:
        """The ``conversation`` of an activity; events name a channel, messages do not."""
        group = {} if self.kind == "personal" else {"isGroup": True}
        name = {"name": self.name} if named and self.name else {}
        kind = {"conversationType": self.kind, "tenantId": self.tenant.id}
        return {**group, **kind, "id": self.address(root), **name}

    def thread(self, root: str) -> list[Message]:
        """A channel post and the replies under it, oldest first."""
        return [message for message in self.messages.values() if message.root == root]


def split_address(address: str) -> tuple[str, str]:
    """The conversation and the root that an address names; the root is empty where it names none."""
    conversation, _, root = address.partition(_THREAD)
    return conversation, root
