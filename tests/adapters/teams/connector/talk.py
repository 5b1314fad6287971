"""What people write: messages, edits, deletions, reactions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from tests.adapters.teams.connector.conversation import Conversation
from tests.adapters.teams.connector.courier import Courier
from tests.adapters.teams.connector.delivery import Act, Delivery
from tests.adapters.teams.connector.envelopes import Envelopes
from tests.adapters.teams.connector.file_host import FileHost
from tests.adapters.teams.connector.message import Message
from tests.adapters.teams.connector.payload import ABSENT, JSON
from tests.adapters.teams.connector.person import Person
from tests.adapters.teams.connector.stored_file import StoredFile
from tests.adapters.teams.connector.world import World
from tests.adapters.teams.connector.writing import worded, written

Upload = tuple[str, bytes]
"""The name and the bytes of a file that somebody sends."""


class Stands(Protocol):
    """Anything that names a message: a Post or an Act."""

    @property
    def conversation(self) -> str: ...

    @property
    def id(self) -> str: ...


@dataclass
class Talk:
    """Each verb does what the person does and delivers what Teams would.

    Without a mention a bot hears nothing of a channel or group chat, unless the world's ``hears_all`` is set.
    """

    world: World
    envelopes: Envelopes
    courier: Courier
    files: FileHost
    deleted: dict[str, Message] = field(default_factory=dict)

    async def say(
        self,
        person: Person,
        place: Conversation,
        text: str,
        *,
        mention: bool = False,
        people: Sequence[Person] = (),
        reply_to: Stands | None = None,
        files: Sequence[Upload] = (),
        pictures: Sequence[bytes] = (),
    ) -> Act:
        """Write in a conversation; in a channel a new post, or under the post that ``reply_to`` belongs to.

        ``mention`` puts the bot's mention before the text, ``people`` those of others: where the
        text has them as ``@Bob Kahn``, or behind it. Files reach
        a bot in a personal chat only; elsewhere it sees that something hangs at the message, and not what.
        """
        hidden = bool(files) and place.kind != "personal"
        content = written(self.world.bot if mention else None, text, people, held=hidden)
        content["kept"] = [self.files.keep(person, *each) for each in files]
        content["attachments"] = self._attached(place, content["kept"], pictures)
        message = self.world.post(place, person.id, content, self._root(place, reply_to))
        return await self._deliver("message", person, place, message)

    async def slash(
        self, person: Person, place: Conversation, text: str, *, reply_to: Stands | None = None
    ) -> Act:
        """Choose the bot's command in the list behind ``/``: only the bot gets it, as a targeted message.

        https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/agent-slash-commands and
        https://github.com/microsoft/teams.py/pull/430: it arrives with ``recipient.isTargeted``.
        """
        root = self._root(place, reply_to)
        message = self.world.post(place, person.id, written(None, text), root, person.id)
        return await self._deliver("message", person, place, message)

    async def edit(self, said: Stands, text: str, *, mention: bool = False) -> Act:
        """Change the words of a message; its author does it, and mentions stay in it.

        ``mention`` puts the bot's mention before them, where there was none.
        """
        message = self._message(said)
        place, person = self._where(said), self.world.people[message.sender]
        if mention and not self._mentions_bot(message):
            known = message.activity["mentions"]
            message.activity["mentions"] = written(self.world.bot, "")["mentions"] + known
        names = [str(each["mentioned"]["name"]) for each in message.activity["mentions"]]
        message.activity |= worded(text, names, bot=self._mentions_bot(message))
        return await self._deliver("message_update", person, place, message, eventType="editMessage")

    async def delete(self, said: Stands) -> Act:
        """Take a message away; its author does it."""
        message = self._message(said)
        place, person = self._where(said), self.world.people[message.sender]
        del place.messages[message.id]
        self.deleted[message.id] = message
        return await self._deliver("message_delete", person, place, message, eventType="softDeleteMessage")

    async def restore(self, said: Stands) -> Act:
        """Undo a deletion; the message's author does it."""
        message, place = self.deleted.pop(said.id), self._where(said)
        place.messages[message.id] = message
        person = self.world.people[message.sender]
        return await self._deliver("message_update", person, place, message, eventType="undeleteMessage")

    async def react(
        self,
        person: Person,
        said: Stands,
        reaction: str = "like",
        change: Literal["added", "removed"] = "added",
    ) -> Act:
        """Put a reaction under a message or take it away; a bot is told of those under its own messages."""
        place, message = self._where(said), self._message(said)
        act = Act(place.id, message.id, message.root)
        if change == "added":
            message.reactions.append((person.id, reaction))
        else:
            message.reactions.remove((person.id, reaction))
        if message.sender:
            return act
        reactions = {"added": "reactionsAdded", "removed": "reactionsRemoved"}
        more = {key: ABSENT for way, key in reactions.items() if way != change}
        more |= {reactions[change]: [{"type": reaction}], "replyToId": message.id, "legacy": ABSENT}
        event = self.envelopes.event("message_reaction", person, place, more)
        event["conversation"] = place.json(message.root)
        act.deliveries = await self.courier.deliver(Delivery(event))
        return act

    async def _deliver(
        self, name: str, person: Person, place: Conversation, message: Message, **data: str
    ) -> Act:
        act = Act(place.id, message.id, message.root if place.kind == "channel" else "")
        if not self._hears(place, message):
            return act
        more: JSON = {"id": message.id}
        if name != "message_delete":
            more |= self._content(message)
        activity = self.envelopes.said(name, person, place, act.root, more, **data)
        activity["entities"] = message.activity["mentions"] + activity["entities"]
        if message.only_for:
            activity["recipient"] = self.world.bot | {"isTargeted": True}
        act.deliveries = await self.courier.deliver(Delivery(activity))
        return act

    def _content(self, message: Message) -> JSON:
        content = message.activity
        html = {"contentType": "text/html", "content": content["html"]}
        return {"text": content["text"], "attachments": [*content["attachments"], html]}

    def _hears(self, place: Conversation, message: Message) -> bool:
        addressed = place.kind == "personal" or bool(message.only_for) or self._mentions_bot(message)
        return place.bot and (addressed or self.world.hears_all)

    def _mentions_bot(self, message: Message) -> bool:
        bot = self.world.bot["id"]
        return any(each["mentioned"]["id"] == bot for each in message.activity["mentions"])

    def _attached(
        self, place: Conversation, kept: Sequence[StoredFile], pictures: Sequence[bytes]
    ) -> list[JSON]:
        """What a bot is given: files of a personal chat, and pictures by an address of the connector."""
        given = [file.attachment() for file in kept] if place.kind == "personal" else []
        for picture in pictures:
            identifier = f"0-eus-d1-{self.world.identifiers.guid('picture')}"
            self.world.pictures[identifier] = ("image/png", picture)
            url = f"{place.tenant.service_url}v3/attachments/{identifier}/views/original"
            given.append({"contentType": "image/*", "contentUrl": url})
        return given

    def _root(self, place: Conversation, reply_to: Stands | None) -> str:
        """The channel post that an answer stands under; chats have no threads."""
        return "" if reply_to is None or place.kind != "channel" else self._message(reply_to).root

    def _where(self, said: Stands) -> Conversation:
        return self.world.conversations[said.conversation]

    def _message(self, said: Stands) -> Message:
        """The message that stands; LookupError where it is gone."""
        return self._where(said).messages[said.id]
