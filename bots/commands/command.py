"""A built-in word and what it does."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bots.commands.request import Request
from core.chat.inbound import Inbound
from core.contracts import Answer, WorkflowResponse
from core.orchestrator.replies import reply

Handler = Callable[[Request], Awaitable[WorkflowResponse]]


@dataclass(frozen=True, slots=True)
class Command:
    """A word, with a second one where the first is ``admin``.

    ``usage`` is how it is typed. ``permission`` is what it takes, if not everybody may say it.
    ``at_once``: it must not wait behind the thread's running work. ``private``: the answer is a secret of
    whoever asks, shown to them alone; the run keeps nothing of it. ``unrecorded``: that it was said is kept
    in the inbox and the audit alone. ``means`` makes what was really meant of a message with this word and
    its arguments, where that is something else.
    """

    usage: str
    description: str
    handle: Handler
    permission: str = ""
    at_once: bool = False
    private: bool = False
    unrecorded: bool = False
    means: Callable[[Inbound, Sequence[str]], Inbound] | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """What it is called."""
        return tuple(word for word in self.usage.split() if word.islower() and word.isascii())[: self._depth]

    @property
    def name(self) -> str:
        """What it is called, in one."""
        return " ".join(self.words)

    @property
    def _depth(self) -> int:
        return 2 if self.usage.startswith("admin ") else 1


def answering(handle: Callable[[Request], Answer]) -> Handler:
    """A handler that asks blocking stores and only says something."""

    async def handled(request: Request) -> WorkflowResponse:
        return reply(await asyncio.to_thread(handle, request))

    return handled


def filing(handle: Callable[[Request], tuple[Answer, Sequence[str]]]) -> Handler:
    """A handler that asks blocking stores and brings artifacts (their ids) along."""

    async def handled(request: Request) -> WorkflowResponse:
        answer, artifacts = await asyncio.to_thread(handle, request)
        return reply(answer).model_copy(update={"artifacts": list(artifacts)})

    return handled
