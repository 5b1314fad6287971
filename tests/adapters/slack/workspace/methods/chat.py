"""chat.*: posting, changing and taking away messages."""

from typing import Any

from tests.adapters.slack.workspace import message as messages
from tests.adapters.slack.workspace.call import Call, Endpoint, Endpoints
from tests.adapters.slack.workspace.channel import Channel
from tests.adapters.slack.workspace.meter import POSTING, TIER_3, TIER_4
from tests.adapters.slack.workspace.payload import JSON
from tests.adapters.slack.workspace.rules.message_rules import (
    MARKDOWN_TEXT,
    check_blocks,
    check_metadata,
    check_text,
)
from tests.adapters.slack.workspace.slack_error import SlackError
from tests.adapters.slack.workspace.world import Ephemeral


def content(call: Call, *, updating: bool = False) -> JSON:
    """The text and blocks of a call, checked; keys that it does not give are missing."""
    given: JSON = {}
    for name, error in (("blocks", "invalid_blocks_format"), ("attachments", "invalid_attachments")):
        if (value := call.args.structure(name, error)) is not None:
            given[name] = value
    if "text" in call.args.values:
        given["text"] = call.args.text("text")
    if markdown := call.args.text("markdown_text"):
        given |= _markdown(given, markdown)
    if not any(given.values()):
        raise SlackError("no_text")
    check_text(given.get("text", ""), updating=updating)
    check_blocks(given.get("blocks", []))
    if (metadata := call.args.structure("metadata", "invalid_metadata_format")) is not None:
        check_metadata(metadata)
        given["metadata"] = metadata
    return given


def _markdown(given: JSON, markdown: str) -> JSON:
    """``markdown_text`` stands alone and becomes a Markdown block."""
    if given:
        raise SlackError("markdown_text_conflict")
    if len(markdown) > MARKDOWN_TEXT:
        raise SlackError("msg_too_long")
    return {"text": markdown, "blocks": [{"type": "markdown", "text": markdown}]}


def check_thread(channel: Channel, thread_ts: str) -> str:
    """The root of a thread that stands.

    Slack's own behaviour with a reply's or an unknown timestamp is not documented beyond "use its parent
    instead"; this refuses both, so that nothing relies on it.
    """
    if thread_ts and thread_ts not in channel.messages:
        raise SlackError("thread_not_found")
    if thread_ts and channel.root(channel.messages[thread_ts]) != thread_ts:
        raise SlackError("cannot_reply_to_message")
    return thread_ts


def post_message(call: Call) -> JSON:
    channel, given = call.target(), content(call)
    thread_ts = check_thread(channel, call.args.text("thread_ts"))
    if client_msg_id := call.args.text("client_msg_id"):
        given["client_msg_id"] = client_msg_id
    install = call.world.install_in(channel)
    message = messages.by_bot(call.world, install, channel, given.pop("text", ""), thread_ts, **given)
    if thread_ts and call.args.flag("reply_broadcast"):
        message["subtype"] = "thread_broadcast"
    channel.post(message)
    return {"ok": True, "channel": channel.id, "ts": message["ts"], "message": message}


def update(call: Call) -> JSON:
    """Change a message.

    A text without blocks takes the old blocks away and marks the message as edited; metadata stays unless
    given: https://docs.slack.dev/reference/methods/chat.update.
    """
    channel = call.inside()
    message = call.own_message(channel, "cant_update_message")
    if channel.archived:
        raise SlackError("is_inactive")
    stream = call.world.streams.get((channel.id, message["ts"]))
    if stream is not None and stream.open:
        raise SlackError("streaming_state_conflict")
    given = content(call, updating=True)
    changed = message | given | _blocks(call, given)
    if "text" in given and "blocks" not in given:
        changed.pop("blocks", None)
        changed["edited"] = {"user": call.install.bot_user, "ts": f"{call.world.now()}.000000"}
    channel.messages[message["ts"]] = changed
    return {
        "ok": True,
        "channel": channel.id,
        "ts": message["ts"],
        "text": changed.get("text", ""),
        "message": changed,
    }


def _blocks(call: Call, given: JSON) -> JSON:
    return {"blocks": messages.named(call.world, given["blocks"])} if given.get("blocks") else {}


def delete(call: Call) -> JSON:
    channel = call.inside()
    message = call.own_message(channel, "cant_delete_message")
    call.world.remove(channel, message["ts"])
    return {"ok": True, "channel": channel.id, "ts": message["ts"]}


def post_ephemeral(call: Call) -> JSON:
    channel, given = call.target(), content(call)
    user = call.args.needed("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    thread_ts = check_thread(channel, call.args.text("thread_ts"))
    install = call.world.install_in(channel)
    message = messages.by_bot(call.world, install, channel, given.pop("text", ""), thread_ts, **given)
    call.world.ephemerals.append(Ephemeral(channel.id, user, message))
    return {"ok": True, "message_ts": message["ts"]}


def get_permalink(call: Call) -> JSON:
    channel = call.find()
    message = call.world.message(channel.id, call.args.needed("message_ts"))
    return {"ok": True, "channel": channel.id, "permalink": permalink(call, channel, message)}


def permalink(call: Call, channel: Channel, message: dict[str, Any]) -> str:
    """The address of a message; a reply's names its thread."""
    address = f"{call.world.teams[channel.team].url}archives/{channel.id}/p{message['ts'].replace('.', '')}"
    root = channel.root(message)
    return address if root == message["ts"] else f"{address}?thread_ts={root}&cid={channel.id}"


ENDPOINTS: Endpoints = {
    "chat.postMessage": Endpoint(post_message, ("chat:write",), POSTING),
    "chat.update": Endpoint(update, ("chat:write",), TIER_3),
    "chat.delete": Endpoint(delete, ("chat:write",), TIER_3),
    "chat.postEphemeral": Endpoint(post_ephemeral, ("chat:write",), TIER_4),
    "chat.getPermalink": Endpoint(get_permalink),
}
