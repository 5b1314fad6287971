"""New conversations: a personal chat, or a new post of a channel.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages.
"""

from tests.adapters.teams.connector.call import Call, Endpoint, Reply
from tests.adapters.teams.connector.connector_error import ConnectorError, bad_argument, bad_syntax
from tests.adapters.teams.connector.conversation import Conversation
from tests.adapters.teams.connector.methods.activities import accept
from tests.adapters.teams.connector.payload import JSON
from tests.adapters.teams.connector.person import Person
from tests.adapters.teams.connector.rules.activity_rules import check_activity
from tests.adapters.teams.connector.rules.size import check_size


def create(call: Call) -> Reply:
    """Open the chat with the one member that is named, or post in the channel that is."""
    check_size(call.text)
    if not isinstance(call.body, dict):
        raise bad_syntax("The parameters must be a JSON object.")
    data = call.body.get("channelData") or {}
    channel = (data.get("channel") or {}).get("id")
    conversation = _channel(call, str(channel)) if channel else _chat(call, data)
    activity = call.body.get("activity")
    if activity is None:
        if channel:
            raise bad_argument("A new post of a channel needs an activity.")
        return Reply({"id": conversation.id}, 201)
    check_activity(activity, conversation.kind)
    named = accept(call, conversation, dict(activity), "")
    root = named.get("id", "")
    return Reply({"id": conversation.address(root), **({"activityId": root} if root else {})}, 201)


def _chat(call: Call, data: JSON) -> Conversation:
    """The chat of a person of this tenant who has the app; created where it does not exist."""
    members = call.body.get("members") or []
    tenant = (data.get("tenant") or {}).get("id") or call.body.get("tenantId")
    if tenant != call.tenant.id:
        raise bad_argument("The tenant id is missing or another one.")
    if len(members) != 1 or call.body.get("isGroup"):
        raise bad_argument("Incorrect conversation creation parameters: exactly one member is allowed.")
    conversation = call.world.personal(_person(call, str(members[0].get("id", ""))))
    if not conversation.bot:
        raise ConnectorError(
            403, "BotNotInConversationRoster", "The bot is not part of the conversation roster."
        )
    return conversation


def _person(call: Call, identifier: str) -> Person:
    """Somebody of this tenant, by the id for this bot or by the object id."""
    for person in call.world.people.values():
        if identifier in (person.id, person.aad) and person.tenant == call.tenant.id:
            return person
    raise bad_syntax("Failed to decrypt pairwise id")


def _channel(call: Call, identifier: str) -> Conversation:
    match = {**call.match, "conversation": identifier}
    conversation = Call(call.world, match, call.query, call.body, call.text).conversation
    if conversation.kind != "channel":
        raise bad_argument("This is no channel.")
    return conversation


ENDPOINTS = (Endpoint("create", "POST", "/v3/conversations", create, "create"),)
