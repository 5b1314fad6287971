"""What people write: messages, mentions, files, edits, and what other apps write."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from tests.adapters.slack.workspace import message as messages
from tests.adapters.slack.workspace.delivery import Act
from tests.adapters.slack.workspace.message_events import MessageEvents
from tests.adapters.slack.workspace.methods.files import new_file, note_share
from tests.adapters.slack.workspace.payload import ABSENT, fill
from tests.adapters.slack.workspace.rich_text import rich_text
from tests.adapters.slack.workspace.stored_file import StoredFile
from tests.adapters.slack.workspace.team import Install
from tests.adapters.slack.workspace.world import World

Upload = tuple[str, bytes]
"""The name and the bytes of a file that somebody shares."""

OTHER_APP = ("U0000OTHER", "B0000OTHER", "A0000OTHER", "scheduler")
"""The user, bot, app and name of another app in every workspace."""


class Message(Protocol):
    """Anything that names a message: a Post or an Act."""

    @property
    def channel(self) -> str: ...

    @property
    def ts(self) -> str: ...


@dataclass
class Talk:
    """Each verb does what the person does and delivers every event that Slack would.

    Texts are those that travel: escaped (``&lt;``), with ``<@U…>`` and ``<https://…|label>``.
    """

    world: World
    events: MessageEvents

    async def say(
        self,
        user: str,
        channel: str,
        text: str,
        *,
        thread_ts: str | None = None,
        files: Sequence[Upload] = (),
    ) -> Act:
        """Write in a channel or thread. A mention in the text is delivered as one."""
        stored = [new_file(self.world, user, name, content) for name, content in files]
        return await self._write(user, channel, text, thread_ts, stored)

    async def mention(
        self,
        user: str,
        channel: str,
        text: str,
        *,
        thread_ts: str | None = None,
        files: Sequence[Upload] = (),
    ) -> Act:
        """Write to the app: its mention stands before the text."""
        bot_user = self.world.install_in(self.world.channels[channel]).bot_user
        return await self.say(user, channel, f"<@{bot_user}> {text}", thread_ts=thread_ts, files=files)

    async def dm(
        self, user: str, text: str, *, thread_ts: str | None = None, files: Sequence[Upload] = ()
    ) -> Act:
        """Write to the app directly. No mention is delivered there, also where the text holds one."""
        install = self.world.install_at(self.world.people[user].team)
        channel = self.world.im(user, install)
        return await self.say(user, channel.id, text, thread_ts=thread_ts, files=files)

    async def share_file(
        self,
        user: str,
        channel: str,
        name: str,
        content: bytes,
        *,
        text: str = "",
        thread_ts: str | None = None,
    ) -> Act:
        """Share one file, with or without a word."""
        return await self.say(user, channel, text, thread_ts=thread_ts, files=[(name, content)])

    async def share_external(
        self, user: str, channel: str, name: str, url: str, *, text: str = "", thread_ts: str | None = None
    ) -> Act:
        """Share a file that Slack does not keep: the event has an address outside of Slack."""
        file = new_file(self.world, user, name, b"")
        file.external_url = url
        return await self._write(user, channel, text, thread_ts, [file])

    async def edit(self, message: Message, text: str) -> Act:
        """Change a message; its author does it. An unfurled link arrives like this with the same text."""
        place = self.world.channels[message.channel]
        before = self.world.message(message.channel, message.ts)
        edited = {"user": before["user"], "ts": f"{self.world.now()}.000000"}
        after = before | {"text": text, "edited": edited}
        if "blocks" in before:
            after["blocks"] = [rich_text(text, before["blocks"][0]["block_id"])]
        place.messages[message.ts] = after
        return await self.events.changed(place, before, after)

    async def delete(self, message: Message) -> Act:
        """Take a message away; one with replies leaves a tombstone, which arrives as a change."""
        place = self.world.channels[message.channel]
        before = self.world.remove(place, message.ts)
        if message.ts in place.messages:
            return await self.events.changed(place, before, place.messages[message.ts])
        return await self.events.deleted(place, before)

    async def bot_says(
        self, channel: str, text: str, *, thread_ts: str | None = None, classic: bool = False
    ) -> Act:
        """Another app writes; a classic integration has no user. A mention in it is delivered as one."""
        place = self.world.channels[channel]
        other = Install(self.world.install_in(place).team, *OTHER_APP)
        message = messages.by_bot(self.world, other, place, text, thread_ts)
        if classic:
            where = {"channel": ABSENT, "event_ts": ABSENT, "channel_type": ABSENT}
            thread = {"thread_ts": thread_ts or ABSENT}
            shape = "events/bot_message_classic"
            message = fill(shape, text=text, ts=message["ts"], **where, **thread)
        place.post(message)
        return await self.events.posted(place, message, [])

    async def echo(self, message: Message, change: Literal["posted", "changed"] = "posted") -> Act:
        """Deliver the app's own message back to it, as Slack does after every post and every update."""
        place = self.world.channels[message.channel]
        stands = self.world.message(message.channel, message.ts)
        if change == "changed":
            return await self.events.changed(place, stands, stands)
        return await self.events.echoed(place, stands)

    async def _write(
        self, user: str, channel: str, text: str, thread_ts: str | None, files: list[StoredFile]
    ) -> Act:
        place, person = self.world.channels[channel], self.world.people[user]
        shown = [file.json() for file in files]
        message = messages.by_person(self.world, person, place, text, thread_ts=thread_ts, files=shown)
        note_share(files, place, message)
        return await self.events.posted(place, message, files)
