"""The built-in words after ``/dataops``: help, pins, status, cancel and the like."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bots.command_names import NAMES
from core.access.authorizer import require
from core.artifact import Artifact
from core.chat.inbound import Inbound
from core.contracts import Answer, WorkflowMetadata, WorkflowResponse
from core.errors import UserFacingError
from core.orchestrator.intent import IntentRequest
from core.orchestrator.replies import capability_text, reply, visible_workflows
from core.orchestrator.services import Services
from core.orchestrator.state import OrchestratorState
from core.pin_board import Pin
from core.runs.run import Run
from core.runs.run_store import RunStore
from core.session import Session


@dataclass(frozen=True, slots=True)
class Request:
    """A command as somebody gave it."""

    run: Run
    session: Session
    arguments: Sequence[str]

    @property
    def person(self) -> str:
        """Who asks, as the policy knows them."""
        return str(self.run.inbound.actor)

    @property
    def channel(self) -> str:
        """Where, as the policy knows it."""
        return str(self.run.inbound.channel)


@dataclass(frozen=True, slots=True)
class Command:
    """A built-in word. ``at_once``: it must not wait behind the thread's running work."""

    name: str
    usage: str
    description: str
    handle: Callable[[Request], Answer]
    at_once: bool = False


class Commands:
    """The built-in words, and the answers to buttons that came too late."""

    def __init__(self, services: Services, runs: RunStore) -> None:
        self._services = services
        self._runs = runs
        self._table = {command.name: command for command in self._commands()}

    def bypass_lane(self, inbound: Inbound) -> bool:
        """Whether a message must not wait behind the thread's running work."""
        found = self._find(inbound.text)
        return found is not None and found[0].at_once

    async def answer(self, run: Run, session: Session) -> WorkflowResponse | None:
        """The answer to a built-in word or a late button; None for everything else."""
        if run.inbound.kind == "action":
            return reply(Answer(finding=await asyncio.to_thread(self._too_late, run)))
        found = self._find(run.inbound.text)
        if found is None:
            return None
        command, arguments = found
        return reply(await asyncio.to_thread(command.handle, Request(run, session, arguments)))

    def _find(self, text: str) -> tuple[Command, list[str]] | None:
        """The command that a text names after ``/dataops``."""
        if not text.lstrip().lower().startswith("/dataops"):
            return None
        request = IntentRequest(
            text=text, capabilities=self._services.registry.all_metadata(), commands=NAMES
        )
        intent = self._services.detector.detect(request)
        if intent.intent != "command" or intent.command not in self._table:
            return None
        return self._table[intent.command], intent.arguments

    def _too_late(self, run: Run) -> str:
        """Why a press or an answer has no effect any more."""
        known = self._runs.question(run.inbound.action or "")
        if known is None:
            return "That button does not belong to a question I know; ask again."
        question, state, by = known
        if not question.may_answer(run.inbound.actor):
            return "That question is for somebody else; only the person I asked can answer it."
        if state == "answered":
            return f"That question was answered already by {by}; this answer changes nothing."
        return "That question is not open any more; ask again if you still need it."

    def _commands(self) -> list[Command]:
        return [
            Command("help", "help", "what you can say here", self._help),
            Command(
                "capabilities", "capabilities", "what is installed and open to you here", self._capabilities
            ),
            Command(
                "pin", "pin [NAME]", "keep this thread's export at hand for the whole channel", self._pin
            ),
            Command("unpin", "unpin KIND", "take a pinned export away", self._unpin),
            Command("pins", "pins", "what is pinned to this channel", self._pins),
            Command("artifacts", "artifacts", "the files of this thread", self._artifacts),
            Command("status", "status", "what is running in this thread", self._status, at_once=True),
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

    def _pin(self, request: Request) -> Answer:
        """Pin what was attached to the command, else the thread's latest inputs (or the named one)."""
        self._require(request, "artifact.share")
        artifacts = self._pinnable(request)
        kind = artifacts[0].kind
        pin = Pin(
            channel=request.channel,
            kind=kind,
            artifact_ids=[artifact.artifact_id for artifact in artifacts],
            names=[artifact.name for artifact in artifacts],
            pinned_by=request.person,
        )
        self._services.pins.pin(pin)
        return Answer(
            finding=f"Pinned {', '.join(pin.names)} to this channel as its {kind} export.",
            details="New threads of this channel are answered from it until it is replaced or unpinned.",
            next_steps=["/dataops pins", f"/dataops unpin {kind}"],
        )

    def _pinnable(self, request: Request) -> list[Artifact]:
        """The artifacts to pin, all of one kind."""
        known = [
            artifact
            for artifact in self._services.artifacts.list_artifacts(request.session.session_id)
            if artifact.created_by == "intake" and artifact.kind != "file"
        ]
        wanted = request.arguments[0] if request.arguments else None
        if wanted is not None:
            known = [a for a in known if wanted in (a.name, a.artifact_id, a.kind)]
        if not known:
            raise UserFacingError(
                "There is nothing to pin in this thread; attach an export that I can read to /dataops pin."
            )
        latest = known[-1]
        inputs = self._services.sessions.get_session(request.session.session_id).global_context.get(
            "inputs", {}
        )
        together = inputs.get(latest.kind, {}).get("ids", [])
        if wanted is None and latest.artifact_id in together:
            return [self._services.artifacts.get_artifact(each) for each in together]
        attached = {file.name for file in request.run.inbound.files}
        return [a for a in known if a.kind == latest.kind and a.name in attached] or [latest]

    def _unpin(self, request: Request) -> Answer:
        self._require(request, "artifact.share")
        pins = self._services.pins.of_channel(request.channel)
        wanted = request.arguments[0] if request.arguments else None
        chosen = [pin for pin in pins if wanted in (None, pin.kind, *pin.names)]
        if len(chosen) != 1:
            raise UserFacingError(
                "Say which pin to take away, for example /dataops unpin jil; /dataops pins lists them."
            )
        self._services.pins.unpin(request.channel, chosen[0].kind)
        return Answer(finding=f"Unpinned {', '.join(chosen[0].names)}.")

    def _pins(self, request: Request) -> Answer:
        self._require(request, "artifact.read")
        pins = self._services.pins.of_channel(request.channel)
        if not pins:
            return Answer(
                finding="Nothing is pinned to this channel.",
                next_steps=[
                    "Attach an export to /dataops pin, or say /dataops pin in a thread that has one."
                ],
            )
        lines = [
            f"- {pin.kind}: {', '.join(pin.names)}, by {pin.pinned_by}, {pin.pinned_at:%Y-%m-%d %H:%M} UTC"
            for pin in pins
        ]
        return Answer(finding=f"{len(pins)} pinned to this channel.", details="\n".join(lines))

    def _artifacts(self, request: Request) -> Answer:
        self._require(request, "artifact.read")
        artifacts = self._services.artifacts.list_artifacts(request.session.session_id)
        lines = [
            f"- {artifact.name} ({artifact.size_bytes:,} bytes) {artifact.artifact_id}"
            for artifact in artifacts
        ]
        return Answer(finding=f"{len(lines)} files belong to this thread.", details="\n".join(lines))

    def _status(self, request: Request) -> Answer:
        run = self._current(request)
        if run is None:
            return Answer(finding="Nothing is running in this thread.")
        return Answer(finding=f"{run.run_id} is {run.state}.", next_steps=["/dataops cancel"])

    def _cancel(self, request: Request) -> Answer:
        run = self._runs.get(request.arguments[0]) if request.arguments else self._current(request)
        if run is None or run.thread != request.run.thread or run.state.final:
            raise UserFacingError("There is nothing to cancel in this thread.")
        if str(run.inbound.actor) != request.person:
            self._require(request, "admin.cancel")
        self._runs.cancel(run.run_id, request.person)
        return Answer(finding=f"Cancelled {run.run_id}.")

    def _current(self, request: Request) -> Run | None:
        """The thread's latest unfinished run beside this one."""
        thread = request.run.thread
        return None if thread is None else self._runs.latest_unfinished(thread, request.run.run_id)

    def _require(self, request: Request, permission: str) -> None:
        require(self._services.authorizer, request.person, request.channel, permission)
