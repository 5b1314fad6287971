"""A thread in a channel of Slack."""

from collections.abc import Callable, Sequence
from pathlib import Path

from tests.adapters.slack.office import Office
from tests.adapters.slack.workspace.post import Post as SlackPost
from tests.dialogues.stage import WORKING, Found, Post, Stage


class SlackStage(Stage):
    """A mention begins the thread; a question's own form opens behind its button."""

    name = "Slack"

    def __init__(self, office: Office) -> None:
        self._office = office
        self._slack = office.slack
        self._people = {"ada": office.slack.ada, "bob": office.slack.bob}
        self._told_before = len(self._slack.world.ephemerals)
        self._thread: str | None = None
        self._begun_by = ""

    async def say(self, person: str, text: str, files: Sequence[Path]) -> str:
        """In the bot's own thread nobody needs to name it, except who comes to it later."""
        slack, who = self._slack, self._people[person]
        uploads = [(file.name, file.read_bytes()) for file in files]
        held = "".join(f" [{file.name}]" for file in files)
        if self._thread is not None and person != self._begun_by:
            await slack.mention(who, slack.channel, text, thread_ts=self._thread, files=uploads)
            return f"@DataOps {text}{held}"
        if self._thread is not None:
            await slack.say(who, slack.channel, text, thread_ts=self._thread, files=uploads)
            return text + held
        said = await slack.mention(who, slack.channel, text, files=uploads)
        self._thread, self._begun_by = said.ts, person
        return f"@DataOps {text}{held}"

    async def answer(self, person: str, text: str, files: Sequence[Path]) -> str:
        if not files and (opener := self._newest(person, "Answer")):
            return await self._fill_in(person, opener, text)
        if not files and self._newest(person, text):
            return await self.press(person, text)
        return await self.say(person, text, files)

    async def press(self, person: str, label: str) -> str:
        post = self._newest(person, label)
        if post is None:
            raise LookupError(f"no button '{label}' stands in the thread")
        button = post.button(label)
        await self._slack.press(self._people[person], post, button.action_id, button.value)
        return f"[{label}]"

    def posts(self, person: str) -> list[Post]:
        return [Post(post.ts, "\n".join((post.text, *post.files))) for post in self._seen(person)]

    async def until(self, look: Callable[[], Found]) -> Found:
        return await self._slack.until(look)

    async def rest(self) -> None:
        await self._office.service.engine.recover()
        await self.until(lambda: not any(WORKING in post.text for post in self._seen("ada")))

    async def close(self) -> None:
        """Take the files away: what was shared in the channel a moment ago is offered to the next thread."""
        for file in self._slack.world.files.values():
            file.deleted = True

    async def _fill_in(self, person: str, post: SlackPost, text: str) -> str:
        """The form behind a question's button."""
        slack, who = self._slack, self._people[person]
        button = post.button("Answer")
        await slack.press(who, post, button.action_id, button.value)
        view = (await slack.until(lambda: slack.views(who)))[-1]
        await slack.submit(view, {"answer": text})
        return f"[Answer] {text}"

    def _newest(self, person: str, label: str) -> SlackPost | None:
        """The newest post with a button."""
        having = [each for each in self._seen(person) if label in [button.label for button in each.buttons]]
        return having[-1] if having else None

    def _seen(self, person: str) -> list[SlackPost]:
        """What the bot wrote in the thread, and to this person alone since the thread began."""
        if self._thread is None:
            return []
        slack, who = self._slack, self._people[person]
        in_thread = [post for post in slack.messages(slack.channel, self._thread) if post.bot_id]
        before = sum(each.user == who for each in slack.world.ephemerals[: self._told_before])
        return sorted([*in_thread, *slack.ephemerals(who)[before:]], key=lambda post: float(post.ts))
