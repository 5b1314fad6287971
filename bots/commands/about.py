"""``/dataops help``, ``capabilities`` and ``new``: what somebody can do here."""

from collections.abc import Callable, Sequence

from bots.commands.command import Command, answering
from bots.commands.request import Request
from core.contracts import Answer, WorkflowMetadata
from core.orchestrator.replies import capability_text, visible_workflows
from core.orchestrator.services import Services
from core.orchestrator.state import OrchestratorState


class AboutCommands:
    """What is open to whoever asks. ``all_commands`` are the built-in words, this one's among them."""

    def __init__(self, services: Services, all_commands: Callable[[], Sequence[Command]]) -> None:
        self._services = services
        self._all_commands = all_commands

    def commands(self) -> list[Command]:
        """The three words."""
        return [
            Command("help", "what you can say here", answering(self._help)),
            Command("capabilities", "what is installed and open to you here", answering(self._capabilities)),
            Command("new", "begin anew, in a chat that has no threads", answering(_new)),
        ]

    def _help(self, request: Request) -> Answer:
        workflows = self._visible(request)
        mine = [command for command in self._all_commands() if self._may_say(request, command)]
        lines = [f"`/dataops {command.usage}` {command.description}" for command in mine]
        lines += [f"`/dataops {metadata.command}` {metadata.description.lower()}" for metadata in workflows]
        examples = [query for metadata in workflows for query in metadata.example_queries[:3]]
        return Answer(
            finding="Ask in your own words, or use one of these.",
            details="\n".join(lines),
            next_steps=examples,
        )

    def _may_say(self, request: Request, command: Command) -> bool:
        allows = self._services.authorizer.allows
        return not command.permission or allows(request.person, request.channel, command.permission)

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


def _new(_: Request) -> Answer:
    """Doors whose chats have no threads begin one with this; elsewhere people do, outside of a thread."""
    return Answer(finding="A chat without threads begins anew here; elsewhere, write outside of this thread.")
