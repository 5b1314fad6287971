"""What the bot says where it was added: what it can do there, or how an admin opens the place to it."""

from collections.abc import Sequence

from bots.overview import first_questions
from core.access.authorizer import PolicyAuthorizer
from core.chat.card import Card, Suggestions, Text
from core.chat.inbound import Actor
from core.chat.thread_ref import ChannelRef
from core.contracts import WorkflowMetadata
from core.orchestrator.replies import visible_workflows
from core.orchestrator.services import Services
from core.orchestrator.state import OrchestratorState

HELLO = "Hello, I am DataOps. I answer questions about your data pipelines."

TOLD = 4
"""Workflows that are described; the others are counted."""

FIRST = 3
"""Questions to begin with."""


class Greeting:
    """Tells what the policy opens to who added the bot, at this moment. Blocking."""

    def __init__(self, services: Services, authorizer: PolicyAuthorizer) -> None:
        self._services = services
        self._authorizer = authorizer

    def card(self, person: Actor | None, channel: ChannelRef, called: str) -> Card:
        """The card for a place; ``called`` is what begins a message to the bot there, empty in a chat alone.

        Others read it too where it is not alone: it names nobody there, and no rights that only they have.
        """
        if self._authorizer.binding_of(str(channel)) is None:
            return _card(_closed(person, channel, alone=not called))
        if person is not None and self._authorizer.names(str(person)):
            state = OrchestratorState(person=str(person), channel=str(channel))
            return self._open(visible_workflows(self._services, state), called)
        if person is not None and not called:
            return _card(f"You have no access yet: ask an admin of this bot to add {_people(person)}.")
        return _card(f"{_how(called)} I answer whoever the policy of this bot names.")

    def _open(self, workflows: Sequence[WorkflowMetadata], called: str) -> Card:
        if not workflows:
            return _card("Nothing is open to you here yet; ask an admin of this bot for access.")
        more = len(workflows) - TOLD
        lines = [f"• {each.description} (`/dataops {each.command}`)" for each in workflows[:TOLD]]
        lines += [f"• And {more} more: `{called}/dataops help` lists them."] if more > 0 else []
        first = list(dict.fromkeys(first_questions(workflows)))[:FIRST]
        said = tuple(f"{called}{each}" for each in first)
        text = Text(markdown="\n".join(["I can help you with:", "", *lines, "", _how(called)]))
        return Card(kind="notice", title=HELLO, blocks=(text, Suggestions(items=said)))


def _closed(person: Actor | None, channel: ChannelRef, *, alone: bool) -> str:
    """How an admin opens a place, and whom else it takes."""
    who = f", and {_people(person)}" if alone and person is not None else ""
    return (
        "This conversation is not open to me yet. An admin of this bot opens it by adding "
        f"`{channel}` to the `channels` of the policy{who}."
    )


def _people(person: Actor) -> str:
    """Where a person is added, spelled as the policy wants it."""
    return f"`{person}` to the `people` of the policy"


def _how(called: str) -> str:
    """How it is spoken to."""
    return "Write to me here, and send me files here." if not called else "Mention me, with your question."


def _card(markdown: str) -> Card:
    return Card(kind="notice", title=HELLO, blocks=(Text(markdown=markdown),))
