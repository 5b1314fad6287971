"""Plays a dialogue on a stage, and keeps what was done and seen."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.dialogues.lines import Act, Dialogue, Expect, Line, Press, Reply, Say
from tests.dialogues.stage import WAITING, Post, Stage

PATIENCE = 30.0
"""Seconds until a bot that does not come to rest is given up; most need a fraction of one."""


class Missed(AssertionError):  # noqa: N818 - it says what happened
    """The bot did not do what the dialogue expects; with what was seen instead."""


@dataclass
class Turn:
    """An act as it is done at this door, and what was then seen of the bot that had not stood there before.

    ``posts`` are as they look at the end of the dialogue.
    """

    did: str
    posts: Sequence[Post]


async def play(dialogue: Dialogue, stage: Stage) -> list[Turn]:
    """Play it to its end; raises Missed where the bot does something else."""
    player = _Player(dialogue, stage)
    try:
        for line in dialogue.lines:
            await player.play(line)
        return await player.turns()
    finally:
        await player.leave()


@dataclass
class _Turn:
    """A turn under way; ``posts`` are the ids of what came before the next one."""

    person: str
    did: str = ""
    posts: Sequence[str] = ()


class _Player:
    def __init__(self, dialogue: Dialogue, stage: Stage) -> None:
        self._dialogue = dialogue
        self._stage = stage
        self._person = ""
        self._before: set[Post] = set()
        self._turns: list[_Turn] = []
        self._resting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._resting.set_result(None)

    async def play(self, line: Line) -> None:
        """Do what a line says; raises Missed where that cannot be done or seen."""
        try:
            await (self.expect(line) if isinstance(line, Expect) else self.act(line))
        except (LookupError, TimeoutError) as error:
            raise self.missed(line.number, str(error) or "nothing more came") from error

    async def leave(self) -> None:
        """Wait for what was begun, however it ends."""
        await asyncio.wait({self._resting}, timeout=PATIENCE)

    async def act(self, line: Act) -> None:
        """Do it. Words wait until the bot has come to rest; a button is pressed while it works."""
        if self._turns and not isinstance(line, Press):
            await self._rest()
        self._close_turn()
        self._person = line.person if isinstance(line, Say) else self._person
        self._before = set(self._stage.posts(self._person))
        self._turns.append(_Turn(self._person))
        try:
            self._turns[-1].did = await self._do(line)
        finally:
            self._resting = asyncio.ensure_future(self._rest_again(self._resting))

    async def expect(self, line: Expect) -> None:
        """Wait until it is seen; whatever is not when the bot rests does not come any more."""
        if line.how == "but not":
            await self._rest()
            if self._says(line):
                raise self.missed(line.number, f"this must not be there: {line.written}")
        elif not await self._comes(lambda: self._says(line)):
            raise self.missed(line.number, f"not there: {line.written}")
        elif line.how == "bot asks" and not await self._comes(self._waits):
            raise self.missed(line.number, f"nothing says '{WAITING}', so nothing is asked: {line.written}")

    async def turns(self) -> list[Turn]:
        """What was done and seen, when everything is at rest."""
        await self._rest()
        self._close_turn()
        return [
            Turn(turn.did, [post for post in self._stage.posts(turn.person) if post.id in turn.posts])
            for turn in self._turns
        ]

    def missed(self, number: int, what: str) -> Missed:
        """What is to be said of a line, with everything that the person sees since the last act."""
        place = f"{self._dialogue.name}:{number} ({self._stage.name})"
        seen = "\n---\n".join(post.text for post in self._news()) or "nothing"
        return Missed(f"{place}: {what}\n--- {self._person} sees since the last act:\n{seen}")

    async def _do(self, line: Act) -> str:
        match line:
            case Say(_, person, text, files):
                return await self._stage.say(person, text, files)
            case Reply(_, text, files):
                return await self._stage.answer(self._person, text, files)
            case Press(_, label):
                return await self._press(label)

    async def _press(self, label: str) -> str:
        """Press a button, as soon as it stands there."""
        try:
            return await self._stage.press(self._person, label)
        except LookupError:
            await self._rest()
            return await self._stage.press(self._person, label)

    def _news(self) -> list[Post]:
        """What is new or different since the last act."""
        return [post for post in self._stage.posts(self._person) if post not in self._before]

    def _says(self, line: Expect) -> bool:
        seen = "\n".join(post.text for post in self._news())
        return all(phrase.within(seen) for phrase in line.phrases)

    def _waits(self) -> bool:
        return any(WAITING in post.text for post in self._stage.posts(self._person))

    async def _comes(self, look: Callable[[], bool]) -> bool:
        """Whether a look finds what it looks for, before the bot rests or then."""
        finding = asyncio.create_task(self._stage.until(look))
        try:
            both: set[asyncio.Future[Any]] = {finding, self._resting}
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED, timeout=PATIENCE)
        finally:
            finding.cancel()
            await asyncio.gather(finding, return_exceptions=True)
        if not look():
            await self._rest()
        return look()

    async def _rest(self) -> None:
        """Wait for what works. Where this is given up the wait goes on: its end must not be cut off."""
        async with asyncio.timeout(PATIENCE):
            await asyncio.shield(self._resting)

    async def _rest_again(self, before: "asyncio.Future[None]") -> None:
        """Wait for what works after an act, which may have come before the rest of the last one."""
        await asyncio.wait({before})
        await self._stage.rest()

    def _close_turn(self) -> None:
        """Note what came in the turn that ends."""
        if self._turns:
            known = {post.id for post in self._before}
            self._turns[-1].posts = [each.id for each in self._news() if each.id not in known]
