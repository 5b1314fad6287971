"""Messages as Slack stores and shows them."""

from typing import Any

from tests.adapters.slack.workspace.channel import Channel
from tests.adapters.slack.workspace.payload import ABSENT, JSON, fill, only
from tests.adapters.slack.workspace.person import Person
from tests.adapters.slack.workspace.rich_text import rich_text
from tests.adapters.slack.workspace.team import Install
from tests.adapters.slack.workspace.world import World


def thread(channel: Channel, thread_ts: str | None) -> JSON:
    """The keys of a reply."""
    if not thread_ts:
        return {"thread_ts": ABSENT, "parent_user_id": ABSENT}
    root = channel.messages.get(thread_ts, {})
    return {"thread_ts": thread_ts, "parent_user_id": root.get("user", ABSENT)}


def by_person(
    world: World,
    person: Person,
    channel: Channel,
    text: str,
    *,
    thread_ts: str | None,
    files: list[JSON],
) -> JSON:
    """Post what a person types; through Slack Connect it says who and from where."""
    number = world.identifiers.next("")
    message = fill(
        "objects/person_message",
        user=person.id,
        ts=world.identifiers.ts(),
        client_msg_id=f"1d2c3b4a-0000-4000-8000-{number:0>12}",
        text=text,
        team=person.team,
        blocks=[rich_text(text, f"r{number}")] if text else ABSENT,
        files=files or ABSENT,
        upload=False if files else ABSENT,
        display_as_bot=False if files else ABSENT,
        **(_foreign(person) if _is_foreign(world, person, channel) else _HOME),
        **thread(channel, thread_ts),
    )
    channel.post(message)
    return message


_HOME: JSON = {"user_team": ABSENT, "source_team": ABSENT, "user_profile": ABSENT}


def _foreign(person: Person) -> JSON:
    return {"user_team": person.team, "source_team": person.team, "user_profile": person.profile()}


def _is_foreign(world: World, person: Person, channel: Channel) -> bool:
    """Whether somebody is of another organisation than the app in this conversation."""
    home, other = world.install_in(channel).team, world.teams[person.team]
    same_grid = bool(home.enterprise_id) and home.enterprise_id == other.enterprise_id
    return home.id != other.id and not same_grid


def by_bot(
    world: World,
    install: Install,
    channel: Channel,
    text: str,
    thread_ts: str | None = None,
    **more: Any,
) -> JSON:
    """A message of a bot, not posted yet; ``more`` are further keys of its shape."""
    given = {key: more.get(key, ABSENT) for key in ("metadata", "client_msg_id", "upload", "display_as_bot")}
    return fill(
        "objects/bot_message",
        user=install.bot_user,
        ts=world.identifiers.ts(),
        bot_id=install.bot_id,
        app_id=install.app_id,
        text=text,
        team=install.team.id,
        bot_profile=install.profile(),
        blocks=only(named(world, more.get("blocks"))),
        attachments=only(more.get("attachments")),
        files=only(more.get("files")),
        **given,
        **thread(channel, thread_ts),
    )


def named(world: World, blocks: list[JSON] | None) -> list[JSON]:
    """Blocks with a ``block_id`` each: Slack gives one to those that have none."""
    return [{"block_id": world.identifiers.next("b")} | block for block in blocks or ()]


def shown(channel: Channel, message: JSON, *, metadata: bool) -> JSON:
    """A message as ``conversations.replies`` and ``.history`` give it.

    Metadata comes on demand: https://docs.slack.dev/messaging/message-metadata.
    """
    seen = {key: value for key, value in message.items() if key != "metadata" or metadata}
    replies = channel.replies(message["ts"])
    if not replies or channel.root(message) != message["ts"]:
        return seen
    users = list(dict.fromkeys(str(reply.get("user", reply.get("bot_id"))) for reply in replies))
    return seen | {
        "thread_ts": message["ts"],
        "reply_count": len(replies),
        "reply_users_count": len(users),
        "latest_reply": replies[-1]["ts"],
        "reply_users": users[:5],
        "is_locked": False,
        "subscribed": True,
    }
