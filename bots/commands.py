"""The built-in words after ``/dataops``: help, pins, status, cancel and the like."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bots.command_names import NAMES
from bots.command_request import Request
from bots.pin_commands import PinCommands
from bots.presses import Presses
from core.access.authorizer import require
from core.artifact_links import ArtifactLinks
from core.chat.controls import CANCEL, STEPS
from core.chat.inbound import Inbound
from core.contracts import Answer, WorkflowMetadata, WorkflowResponse
from core.errors import UserFacingError
from core.orchestrator.intent import IntentRequest
from core.orchestrator.lexical.router import LexicalRouter
from core.orchestrator.replies import capability_text, reply, visible_workflows
from core.orchestrator.services import Services
from core.orchestrator.state import FileRef, OrchestratorState
from core.runs.run import Run
from core.runs.run_store import RunStore
from core.session import Session


@dataclass(frozen=True, slots=True)
class Command:
    """A built-in word. ``at_once``: it must not wait behind the thread's running work."""

    name: str
    usage: str
    description: str
    handle: Callable[[Request], Awaitable[Answer]]
    at_once: bool = False


class Commands:
    """The built-in words."""

    def __init__(self, services: Services, runs: RunStore, presses: Presses, links: ArtifactLinks) -> None:
        self._services = services
        self._links = links
        self._runs = runs
        self._presses = presses
        self._words = LexicalRouter()  # never a model: this stands before the acknowledgement
        self._table = {command.name: command for command in self._commands()}

    def bypass_lane(self, inbound: Inbound) -> bool:
        """Whether a message must not wait behind the thread's running work."""
        if inbound.kind == "action":
            return inbound.action in (CANCEL, STEPS)
        found = self._find(inbound.text)
        return found is not None and found[0].at_once

    async def answer(self, run: Run, session: Session, files: Sequence[FileRef]) -> WorkflowResponse | None:
        """The answer to a built-in word; None for everything else."""
        found = await asyncio.to_thread(self._find, run.inbound.text)
        if found is None:
            return None
        command, arguments = found
        return reply(await command.handle(Request(run, session, arguments, files)))

    def _find(self, text: str) -> tuple[Command, list[str]] | None:
        """The command that a text names after ``/dataops``."""
        if not text.lstrip().lower().startswith("/dataops"):
            return None
        request = IntentRequest(
            text=text, capabilities=self._services.registry.all_metadata(), commands=NAMES
        )
        intent = self._words.detect(request)
        if intent.intent != "command" or intent.command not in self._table:
            return None
        return self._table[intent.command], intent.arguments

    def _commands(self) -> list[Command]:
        pins = PinCommands(self._services)
        return [
            Command("help", "help", "what you can say here", _in_thread(self._help)),
            Command(
                "capabilities",
                "capabilities",
                "what is installed and open to you here",
                _in_thread(self._capabilities),
            ),
            Command("new", "new", "begin anew, in a chat that has no threads", _in_thread(_new)),
            Command(
                "pin",
                "pin [NAME or s3://BUCKET/KEY]",
                "keep this thread's export at hand for the whole channel",
                _in_thread(pins.pin),
            ),
            Command("unpin", "unpin KIND", "take a pinned export away", _in_thread(pins.unpin)),
            Command("pins", "pins", "what is pinned to this channel", _in_thread(pins.pins)),
            Command("artifacts", "artifacts", "the files of this thread", _in_thread(self._artifacts)),
            Command(
                "unlink",
                "unlink",
                "take back every link to a file of this thread",
                _in_thread(self._unlink),
            ),
            Command(
                "status", "status", "what is running in this thread", _in_thread(self._status), at_once=True
            ),
            Command(
                "cancel", "cancel [RUN]", "stop the running work of this thread", self._cancel, at_once=True
            ),
        ]

    def _help(self, request: Request) -> Answer:
        workflows = self._visible(request)
        lines = [f"`/dataops {command.usage}` {command.description}" for command in self._table.values()]
        lines += [f"`/dataops {metadata.command}` {metadata.description.lower()}" for metadata in workflows]
        examples = [query for metadata in workflows for query in metadata.example_queries[:3]]
        return Answer(
            finding="Ask in your own words, or use one of these.",
            details="\n".join(lines),
            next_steps=examples,
        )

    def _capabilities(self, request: Request) -> Answer:
        workflows = self._visible(request)
        if not workflows:
            return Answer(
                finding="Nothing is enabled for you in this channel; ask an admin of this bot for access."
            )
        return Answer(
            finding=f"Open to you here: {', '.join(w.name for w in workflows)}.",
            details=capability_text(workflows),
        )

    def _visible(self, request: Request) -> list[WorkflowMetadata]:
        return visible_workflows(
            self._services, OrchestratorState(person=request.person, channel=request.channel)
        )

    def _artifacts(self, request: Request) -> Answer:
        self._require(request, "artifact.read")
        artifacts = self._services.artifacts.list_artifacts(request.session.session_id)
        lines = [
            f"- {artifact.name} ({artifact.size_bytes:,} bytes) {artifact.artifact_id}"
            for artifact in artifacts
        ]
        return Answer(finding=f"{len(lines)} files belong to this thread.", details="\n".join(lines))

    def _unlink(self, request: Request) -> Answer:
        self._require(request, "artifact.share")
        artifacts = self._services.artifacts.list_artifacts(request.session.session_id)
        ended = self._links.take_back([artifact.artifact_id for artifact in artifacts])
        return Answer(
            finding=f"Links to files of this thread that were taken back: {ended}. They open nothing now."
        )

    def _status(self, request: Request) -> Answer:
        run = self._current(request)
        if run is None:
            return Answer(finding="Nothing is running in this thread.")
        return Answer(finding=f"{run.run_id} is {run.state}.", next_steps=["/dataops cancel"])

    async def _cancel(self, request: Request) -> Answer:
        current = await asyncio.to_thread(self._current, request)
        wanted = request.arguments[0] if request.arguments else (current.run_id if current else "")
        if await self._presses.cancel(request.run, wanted) is None:
            raise UserFacingError("There is nothing to cancel in this thread.")
        return Answer(finding=f"Cancelled {wanted}.")

    def _current(self, request: Request) -> Run | None:
        """The thread's latest unfinished run beside this one."""
        thread = request.run.thread
        return None if thread is None else self._runs.latest_unfinished(thread, request.run.run_id)

    def _require(self, request: Request, permission: str) -> None:
        require(self._services.authorizer, request.person, request.channel, permission)


def _new(_: Request) -> Answer:
    """Doors whose chats have no threads begin one with this; elsewhere people do, outside of a thread."""
    return Answer(finding="A chat without threads begins anew here; elsewhere, write outside of this thread.")


def _in_thread(handle: Callable[[Request], Answer]) -> Callable[[Request], Awaitable[Answer]]:
    """A handler that asks blocking stores, kept off the loop."""

    async def handled(request: Request) -> Answer:
        return await asyncio.to_thread(handle, request)

    return handled
