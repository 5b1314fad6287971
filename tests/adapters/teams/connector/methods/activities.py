"""Messages of the bot: sent, updated, deleted.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference.
"""

from typing import Any

from tests.adapters.teams.connector.call import Call, Endpoint, Reply
from tests.adapters.teams.connector.connector_error import ConnectorError
from tests.adapters.teams.connector.conversation import Conversation
from tests.adapters.teams.connector.methods.streaming import check_change, is_stream, stream
from tests.adapters.teams.connector.payload import JSON
from tests.adapters.teams.connector.rules.activity_rules import check_activity, is_split
from tests.adapters.teams.connector.rules.markdown_rules import complaints
from tests.adapters.teams.connector.rules.size import check_size

_ONE = "/v3/conversations/{conversation}/activities/{activity}"


def send(call: Call) -> Reply:
    """Send a message; in a channel without ``;messageid=`` it is a new post."""
    conversation = call.conversation
    return _sent(call, conversation, call.root(conversation))


def reply(call: Call) -> Reply:
    """Send as an answer to a message. The thread is the one of the address also here.

    What answers a message of a channel without ``;messageid=`` is a new post: Teams documents neither,
    reports agree (openclaw#78298). The message need not stand: botbuilder's ``continue_conversation`` names
    one that never was, and Teams takes that.
    """
    conversation = call.conversation
    return _sent(call, conversation, call.root(conversation))


def update(call: Call) -> Reply:
    """Put another message in the place of one."""
    conversation = call.conversation
    message = call.own_message(conversation)
    check_change(call, message)
    if message.stopped:
        # streaming-ux: "Bots can't change the content already streamed".
        raise ConnectorError(403, "ContentStreamNotAllowed", "Content stream was canceled by user.")
    _check(call, conversation, update=True)
    message.activity = dict(call.body)
    message.edits += 1
    message.views.clear()
    return Reply({"id": message.id})


def delete(call: Call) -> Reply:
    """Take a message away."""
    conversation = call.conversation
    message = call.own_message(conversation)
    check_change(call, message)
    del conversation.messages[message.id]
    return Reply({})


def accept(call: Call, conversation: Conversation, activity: Any, root: str, only_for: str = "") -> JSON:
    """Let an activity stand that was checked; the answer names it, where it is one message."""
    call.world.complaints.extend(complaints(activity))
    parts = [activity]
    if is_split(activity):
        bare = {key: value for key, value in activity.items() if key not in ("text", "attachments")}
        parts = [bare | {"text": activity["text"]}, bare | {"attachments": activity["attachments"]}]
    for part in parts:
        message = call.world.post(conversation, "", part, root, only_for)
        root = message.root if conversation.kind == "channel" else ""
    return {"id": message.id} if len(parts) == 1 else {}


def _sent(call: Call, conversation: Conversation, root: str) -> Reply:
    _check(call, conversation)
    only_for = call.addressee(conversation)
    if is_stream(call.body):
        return stream(call, conversation)
    if call.body["type"] == "typing":
        return Reply({}, 202)
    return Reply(accept(call, conversation, dict(call.body), root, only_for), 201)


def _check(call: Call, conversation: Conversation, *, update: bool = False) -> None:
    check_size(call.text)
    check_activity(call.body, conversation.kind, update=update)


ENDPOINTS = (
    Endpoint("send", "POST", "/v3/conversations/{conversation}/activities", send, "send"),
    Endpoint("reply", "POST", _ONE, reply, "send"),
    Endpoint("update", "PUT", _ONE, update, "send"),
    Endpoint("delete", "DELETE", _ONE, delete, "send"),
)
