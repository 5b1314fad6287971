"""All built-in words after ``/dataops``, and which of them somebody said."""

import asyncio
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from bots.commands.command import Command
from bots.commands.request import Request
from core.access.gate import Gate
from core.chat.controls import CANCEL, FEEDBACK, STEPS
from core.chat.inbound import Inbound
from core.command_names import NAMES
from core.contracts import WorkflowResponse
from core.errors import UserFacingError
from core.orchestrator.intent import IntentRequest
from core.orchestrator.lexical.router import LexicalRouter
from core.orchestrator.state import FileRef
from core.runs.run import Run
from core.session import Session
from core.workflow_registry import WorkflowRegistry

ADMIN = "admin"


class Commands:
    """The built-in words by name."""

    def __init__(self, registry: WorkflowRegistry, gate: Gate, commands: Iterable[Command]) -> None:
        self._registry = registry
        self._gate = gate
        self._words = LexicalRouter()  # never a model: this stands before the acknowledgement
        self._table = {command.name: command for command in commands}

    @property
    def all(self) -> list[Command]:
        """The words in the order in which help shows them."""
        return list(self._table.values())

    def bypass_lane(self, inbound: Inbound) -> bool:
        """Whether a message must not wait behind the thread's running work."""
        if inbound.kind == "action":
            return inbound.action in (CANCEL, STEPS, FEEDBACK)
        name, _ = self._said(inbound) or ("", [])
        return name in self._table and self._table[name].at_once

    def is_private(self, inbound: Inbound) -> bool:
        """Whether the answer to a message is for the eyes of one person. Blocking."""
        command = self._command(inbound)
        return command is not None and command.private

    def is_recorded(self, inbound: Inbound) -> bool:
        """Whether a message and its answer belong to what is kept of its thread. Blocking."""
        command = self._command(inbound)
        return command is None or not command.unrecorded

    def _command(self, inbound: Inbound) -> Command | None:
        name, _ = self._said(inbound) or ("", [])
        return self._table.get(name) if inbound.kind == "message" else None

    def as_meant(self, inbound: Inbound) -> Inbound:
        """A message as what it means, where a word stands for something else. Blocking."""
        name, arguments = self._said(inbound) or ("", [])
        command = self._table.get(name) if inbound.kind == "message" else None
        return inbound if command is None or command.means is None else command.means(inbound, arguments)

    async def answer(self, run: Run, session: Session, files: Sequence[FileRef]) -> WorkflowResponse | None:
        """The answer to a built-in word; None for everything else.

        Raises AccessRefused for a word that takes a right, and UserFacingError where it cannot be done.
        """
        said = await asyncio.to_thread(self._said, run.inbound)
        if said is None:
            return None
        command, arguments = self._meant(*said)
        request = Request(run, session, arguments, files)
        if command.permission:
            await asyncio.to_thread(self._gate.require, request.act(command.permission))
        return await command.handle(request)

    def _said(self, inbound: Inbound) -> tuple[str, list[str]] | None:
        """The word after ``/dataops``, and what stands behind it."""
        text = inbound.spelled_out
        if not text.lstrip().lower().startswith("/dataops"):
            return None
        known = self._registry.all_metadata()
        intent = self._words.detect(IntentRequest(text=text, capabilities=known, commands=NAMES))
        return (intent.command or "", intent.arguments) if intent.intent == "command" else None

    def _meant(self, name: str, arguments: list[str]) -> tuple[Command, list[str]]:
        """The command; the second word of an admin's belongs to its name."""
        if name != ADMIN:
            return self._table[name], arguments
        second = arguments[0].lower() if arguments else ""
        found = self._table.get(f"{ADMIN} {second}")
        if found is None:
            raise UserFacingError(self._offered(second))
        return found, arguments[1:]

    def _offered(self, second: str) -> str:
        """What somebody may have meant."""
        known = [command.words[1] for command in self._table.values() if command.words[0] == ADMIN]
        near = get_close_matches(second, known, n=1)
        if near:
            return f"There is no /dataops admin {second}; did you mean /dataops admin {near[0]}?"
        return f"Say what to do: /dataops admin {', '.join(known[:-1])} or {known[-1]}."
