"""conversations.*: channels, their members and what stands in them."""

from base64 import b64decode, b64encode
from typing import Any

from tests.adapters.slack.workspace import message as messages
from tests.adapters.slack.workspace.call import Call, Endpoint, Endpoints
from tests.adapters.slack.workspace.channel import EVENT_KINDS, Channel
from tests.adapters.slack.workspace.meter import TIER_2, TIER_3, TIER_4
from tests.adapters.slack.workspace.payload import JSON
from tests.adapters.slack.workspace.slack_error import SlackError

READ = tuple(f"{kind}:read" for kind in EVENT_KINDS.values())
TYPES = {"channel": "public_channel", "group": "private_channel", "im": "im", "mpim": "mpim"}


def page(call: Call, items: list[Any], default: int) -> tuple[list[Any], JSON]:
    """One page of a list, and the ``response_metadata`` that leads to the next one."""
    limit = min(call.args.number("limit", default) or default, 1000)
    start = _offset(call.args.text("cursor"))
    cursor = b64encode(f"next:{start + limit}".encode()).decode() if len(items) > start + limit else ""
    return items[start : start + limit], {"response_metadata": {"next_cursor": cursor}}


def _offset(cursor: str) -> int:
    try:
        return int(b64decode(cursor).decode().removeprefix("next:")) if cursor else 0
    except ValueError:
        raise SlackError("invalid_cursor") from None


def _read_history(call: Call) -> Channel:
    """The conversation whose messages are asked for; the scope depends on its kind."""
    channel = call.inside()
    call.grant.require(f"{channel.plural}:history")
    return channel


def _within(call: Call, message: JSON) -> bool:
    """Whether a message is in the asked range; its ends count only when ``inclusive``."""
    oldest, latest = call.args.text("oldest", "0"), call.args.text("latest", "9999999999.999999")
    ts = float(message["ts"])
    if call.args.flag("inclusive"):
        return float(oldest) <= ts <= float(latest)
    return float(oldest) < ts < float(latest)


def _listed(call: Call, channel: Channel, found: list[JSON], default: int) -> JSON:
    chosen, more = page(call, found, default)
    metadata = call.args.flag("include_all_metadata")
    return {
        "ok": True,
        "messages": [messages.shown(channel, message, metadata=metadata) for message in chosen],
        "has_more": bool(more["response_metadata"]["next_cursor"]),
        **more,
    }


def replies(call: Call) -> JSON:
    """A thread, its root first. The timestamp of a reply gives that reply only."""
    channel = _read_history(call)
    root = channel.messages.get(call.args.text("ts"))
    if root is None:
        raise SlackError("thread_not_found")
    thread = [message for message in channel.replies(root["ts"]) if _within(call, message)]
    return _listed(call, channel, [root, *thread], 1000)


def history(call: Call) -> JSON:
    """What stands in the channel itself, newest first."""
    channel = _read_history(call)
    found = [message for message in reversed(channel.top_level()) if _within(call, message)]
    return _listed(call, channel, found, 100)


def info(call: Call) -> JSON:
    channel = call.find()
    call.grant.require(f"{channel.plural}:read")
    bot_user = call.world.install_in(channel).bot_user
    return {"ok": True, "channel": channel.json(bot_user, count=call.args.flag("include_num_members"))}


def members(call: Call) -> JSON:
    channel = call.find()
    call.grant.require(f"{channel.plural}:read")
    chosen, more = page(call, channel.members, 100)
    return {"ok": True, "members": chosen, **more}


def list_channels(call: Call) -> JSON:
    wanted = call.args.text("types", "public_channel").split(",")
    found = [
        channel.json(call.install.bot_user)
        for channel in call.world.channels.values()
        if TYPES[channel.kind] in wanted
        and channel.team == call.grant.team
        and (channel.kind == "channel" or call.world.is_member(channel))
        and not (channel.archived and call.args.flag("exclude_archived"))
    ]
    chosen, more = page(call, found, 100)
    return {"ok": True, "channels": chosen, **more}


def open_conversation(call: Call) -> JSON:
    """The direct conversation with one person."""
    if channel_id := call.args.text("channel"):
        channel = call.find()
        if channel.kind != "im":
            raise SlackError("method_not_supported_for_channel_type")
        return {"ok": True, "channel": {"id": channel_id}}
    users = [user for user in call.args.text("users").split(",") if user]
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > 1 or users[0] not in call.world.people:
        raise SlackError("user_not_found")
    known = set(call.world.channels)
    channel = call.world.im(users[0], call.install)
    shown = channel.json("") if call.args.flag("return_im") else {"id": channel.id}
    again = {"no_op": True, "already_open": True} if channel.id in known else {}
    return {"ok": True, "channel": shown, **again}


def join(call: Call) -> JSON:
    """Join a public channel; nobody joins a private one uninvited."""
    channel = call.find()
    if channel.archived:
        raise SlackError("is_archived")
    if channel.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    bot_user = call.world.install_in(channel).bot_user
    already = bot_user in channel.members
    if not already:
        channel.members.append(bot_user)
    warning = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    return {"ok": True, "channel": channel.json(bot_user), **(warning if already else {})}


ENDPOINTS: Endpoints = {
    "conversations.replies": Endpoint(replies, limit=TIER_3),
    "conversations.history": Endpoint(history, limit=TIER_3),
    "conversations.info": Endpoint(info, limit=TIER_3),
    "conversations.members": Endpoint(members, limit=TIER_4),
    "conversations.list": Endpoint(list_channels, READ, TIER_2),
    "conversations.open": Endpoint(open_conversation, ("im:write", "mpim:write"), TIER_3),
    "conversations.join": Endpoint(join, ("channels:join",), TIER_3),
}
