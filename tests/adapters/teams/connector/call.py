"""One call of the connector, and what it may reach."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.adapters.teams.connector.connector_error import (
    ConnectorError,
    activity_not_found,
    bad_argument,
    conversation_not_found,
)
from tests.adapters.teams.connector.conversation import Conversation, split_address
from tests.adapters.teams.connector.message import Message
from tests.adapters.teams.connector.meter import Scenario
from tests.adapters.teams.connector.payload import JSON
from tests.adapters.teams.connector.tenant import Tenant
from tests.adapters.teams.connector.world import World


@dataclass(frozen=True)
class Reply:
    """What a call answers: JSON, or bytes with their type."""

    body: JSON | list[JSON]
    status: int = 200
    content: bytes | None = None
    content_type: str = "application/json"


@dataclass(frozen=True)
class Call:
    """A call whose token is good. Every refusal is a ConnectorError; ``text`` is the body as it came."""

    world: World
    match: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    text: str = ""

    @property
    def tenant(self) -> Tenant:
        """The tenant whose ``serviceUrl`` was called."""
        tenant = self.world.tenants.get(self.match["tenant"])
        if tenant is None:
            raise conversation_not_found()
        return tenant

    @property
    def conversation(self) -> Conversation:
        """The conversation of the address; the bot has to be in it.

        One that belongs to another tenant than the called ``serviceUrl`` is not found there; Teams documents
        no answer for that.
        """
        conversation = self.world.conversations.get(split_address(self.match["conversation"])[0])
        if conversation is None or conversation.tenant is not self.tenant:
            raise conversation_not_found()
        if not conversation.bot:
            raise ConnectorError(
                403, "BotNotInConversationRoster", "The bot is not part of the conversation roster."
            )
        if conversation.blocked:
            raise ConnectorError(
                403, "ConversationBlockedByUser", "User blocked the conversation with the bot."
            )
        return conversation

    def root(self, conversation: Conversation) -> str:
        """The post under which the address leads, empty where it names none; it has to stand."""
        _, root = split_address(self.match["conversation"])
        if not root:
            return ""
        post = conversation.messages.get(root)
        if conversation.kind != "channel" or post is None or post.root != root:
            raise conversation_not_found()
        return root

    def message(self, conversation: Conversation) -> Message:
        """The message of the address."""
        message = conversation.messages.get(self.match["activity"])
        if message is None:
            raise activity_not_found()
        return message

    def own_message(self, conversation: Conversation) -> Message:
        """A message of the bot; a bot changes nothing that people wrote
        (update-and-delete-bot-messages.md)."""
        message = self.message(conversation)
        if message.sender:
            raise ConnectorError(403, "NotEnoughPermissions", "The bot can not change messages of users.")
        return message

    def addressee(self, conversation: Conversation) -> str:
        """Who alone sees a targeted message, empty for one that everybody sees.

        https://github.com/microsoft/teams.net/pull/303: ``?isTargetedActivity=true`` and a recipient of the
        roster.
        """
        if self.query.get("isTargetedActivity") != "true":
            return ""
        recipient = (self.body.get("recipient") or {}).get("id", "")
        if recipient not in conversation.members:
            raise bad_argument("The recipient of a targeted message must be in the conversation.")
        return str(recipient)


@dataclass(frozen=True)
class Endpoint:
    """A method of the connector: how it is logged, its address below the ``serviceUrl``, and what it does."""

    name: str
    method: Literal["GET", "POST", "PUT", "DELETE"]
    path: str
    handle: Callable[[Call], Reply]
    scenario: Scenario | None = None
