"""A thread in a channel of Teams, and the bot's own chat, through which files go."""

from collections.abc import Callable, Sequence
from pathlib import Path

from tests.adapters.teams.connector import Act, Conversation
from tests.adapters.teams.connector.post import Post as TeamsPost
from tests.adapters.teams.office import Office
from tests.dialogues.stage import WORKING, Found, Post, Stage

ALONE = "in the bot's own chat"
CHAT = "https://teams.microsoft.com/l/chat/"
"""Where a question for a file leads: Teams hands bots the files of their own chats only."""


class TeamsStage(Stage):
    """A mention begins the thread in the channel, and stands in every message there.

    A file for the first message is sent when the bot asks for it. Later nothing asks, so whoever has more to
    send talks to the bot ``alone`` from the beginning, in its own chat.
    """

    name = "Teams"

    def __init__(self, office: Office, *, alone: bool = False) -> None:
        self._alone_from_now = alone
        self._office = office
        self._teams = office.teams
        self._people = {"ada": office.teams.ada, "bob": office.teams.bob}
        self._place = office.teams.channel
        self._said: Act | None = None
        self._begun = int(office.teams.world.identifiers.message())

    async def say(self, person: str, text: str, files: Sequence[Path]) -> str:
        if files and self._asking(person):
            return await self._send(person, text, files)
        if self._alone_from_now:
            self._alone_from_now = False
            return await self._turn_to_it_alone(person, text, files)
        if files and self._place.kind != "channel":
            return await self._send(person, text, files)
        did = await self._write(person, text)
        return f"{did}\n{await self._send_once_asked(person, files)}" if files else did

    async def answer(self, person: str, text: str, files: Sequence[Path]) -> str:
        """In the card, by its button, or as a message."""
        if not files and (post := self._newest(person, "Answer")) and post.inputs:
            inputs = {post.inputs[-1].id: text}
            await self._teams.press(self._people[person], post, "Answer", inputs=inputs)
            return f"{text} [Answer]"
        if not files and self._newest(person, text):
            return await self.press(person, text)
        return await self.say(person, text, files)

    async def press(self, person: str, label: str) -> str:
        post = self._newest(person, label)
        if post is None:
            raise LookupError(f"no button '{label}' stands in the conversation")
        await self._teams.press(self._people[person], post, label)
        return f"[{label}]"

    def posts(self, person: str) -> list[Post]:
        elsewhere = self._alone(person).id if self._place.kind == "channel" else ""
        where = {elsewhere: f"({ALONE}) "}
        return [Post(post.id, where.get(post.conversation, "") + post.text) for post in self._seen(person)]

    async def until(self, look: Callable[[], Found]) -> Found:
        return await self._teams.until(look)

    async def rest(self) -> None:
        await self._office.service.engine.recover()
        await self.until(lambda: not any(WORKING in post.text for post in self._seen("ada")))

    async def _write(self, person: str, text: str) -> str:
        """Write where the conversation is; in a channel a bot hears only what names it."""
        who, channel = self._people[person], self._place.kind == "channel"
        said = await self._teams.say(who, self._place, text, mention=channel, reply_to=self._said)
        self._said = self._said or (said if channel else None)
        return f"@DataOps {text}" if channel else text

    async def _send_once_asked(self, person: str, files: Sequence[Path]) -> str:
        """Send files to the bot alone, which a question in the channel leads to."""
        await self.until(lambda: self._asking(person) or self._answered(person))
        if not self._asking(person):
            raise LookupError("the bot asked for no file, and a channel of Teams brings it none unasked")
        return await self._send(person, "here it is", files)

    async def _turn_to_it_alone(self, person: str, text: str, files: Sequence[Path]) -> str:
        """Begin in the bot's own chat, where what was said before is of no interest."""
        self._place = self._alone(person)
        await self._teams.say(self._people[person], self._place, "/dataops new")
        await self.rest()
        return await self._send(person, text, files)

    async def _send(self, person: str, text: str, files: Sequence[Path]) -> str:
        uploads = [(file.name, file.read_bytes()) for file in files]
        await self._teams.say(self._people[person], self._alone(person), text, files=uploads)
        held = " ".join(f"[{file.name}]" for file in files)
        return f"({ALONE}) {text} {held}"

    def _alone(self, person: str) -> Conversation:
        return self._teams.world.personal(self._people[person])

    def _asking(self, person: str) -> bool:
        """Whether a question waits for a file: its card leads to the bot's own chat."""
        return any(link.startswith(CHAT) for post in self._seen(person) for link in post.links)

    def _answered(self, person: str) -> bool:
        """Whether the first message has come to an end without one."""
        cards = [post.text for post in self._seen(person)]
        return len(cards) > 1 and not any(WORKING in card for card in cards)

    def _newest(self, person: str, label: str) -> TeamsPost | None:
        """The newest post with a button."""
        having = [each for each in self._seen(person) if label in [button.label for button in each.buttons]]
        return having[-1] if having else None

    def _seen(self, person: str) -> list[TeamsPost]:
        """What the bot wrote in the thread, then what it wrote to this person alone since that began."""
        who = self._people[person]
        thread = self._teams.messages(self._teams.channel, self._said, viewer=who) if self._said else []
        alone = self._teams.messages(self._alone(person), viewer=who)
        return [post for post in (*thread, *alone) if not post.sender and int(post.id) > self._begun]
