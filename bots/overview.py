"""What a person may do, their latest runs and files: as cards for the place that a door has for it."""

from collections.abc import Iterable, Sequence
from itertools import chain, zip_longest
from typing import Protocol

from core.access.authorizer import PolicyAuthorizer
from core.artifact import Artifact
from core.chat.card import Block, Card, Link, Links, Text
from core.chat.inbound import Actor
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.contracts import WorkflowMetadata
from core.orchestrator.replies import capability_text, visible_workflows
from core.orchestrator.services import Services
from core.orchestrator.state import OrchestratorState
from core.runs.run import Run, RunState
from core.runs.run_history import RunHistory
from core.sizes import in_words

LATEST = 10
CHANNELS = 15
"""More channels are counted: whoever has so many knows where they are."""

ASKED = 80
"""Characters of a message by which somebody recognises it."""

FIRST_QUESTION = "What can you do?"

STATES = {
    RunState.QUEUED: "waits for its turn",
    RunState.RUNNING: "is being worked on",
    RunState.WAITING: "waits for an answer",
    RunState.ANSWERED: "answered",
    RunState.FAILED: "failed",
    RunState.REFUSED: "not allowed",
    RunState.CANCELLED: "cancelled",
    RunState.EXPIRED: "ended, because nobody answered",
}


class Places(Protocol):
    """How a door shows places to a person."""

    def concern(self, channel: ChannelRef) -> bool:
        """Whether a place can be this person's at all."""
        ...

    def name(self, channel: ChannelRef) -> str:
        """What a channel is called."""
        ...

    def address(self, place: ChannelRef | ThreadRef) -> str:
        """Where it is opened."""
        ...


class Overview:
    """Asks the stores and the policy; rights are those of this moment. Blocking calls."""

    def __init__(self, services: Services, runs: RunHistory, authorizer: PolicyAuthorizer) -> None:
        self._services = services
        self._runs = runs
        self._authorizer = authorizer

    def cards(self, person: Actor, places: Places) -> list[Card]:
        """The cards for a person; somebody whom the policy does not name is told how to get access."""
        if not self._authorizer.names(str(person)):
            return [
                _notice(f"You have no access yet; ask an admin of this bot to add {person} to the policy.")
            ]
        return [
            self._open_here(person, places),
            self._latest_runs(person, places),
            self._files(person, places),
        ]

    def prompts(self, person: Actor, channel: ChannelRef) -> list[str]:
        """What a person could ask in a channel, the most useful first."""
        return first_questions(self._workflows(person, channel))

    def _open_here(self, person: Actor, places: Places) -> Card:
        """The channels where the person may do something, and what that is."""
        channels = [each for each in self._channels(person) if places.concern(each)]
        opened = {channel: self._workflows(person, channel) for channel in channels}
        lines = [
            Link(label=places.name(channel), url=places.address(channel), note=_commands(workflows))
            for channel, workflows in opened.items()
            if workflows
        ]
        if not lines:
            return _notice("Nothing is open to you here yet; ask an admin of this bot for access.")
        known = {each.name: each for workflows in opened.values() for each in workflows}
        more = f"And in {len(lines) - CHANNELS} more.\n\n" if len(lines) > CHANNELS else ""
        text = Text(markdown=more + capability_text(list(known.values())))
        return _notice("Where you can ask me", Links(items=tuple(lines[:CHANNELS])), text)

    def _channels(self, person: Actor) -> list[ChannelRef]:
        """The channels of the policy on the person's platform, in their tenant."""
        named = (ChannelRef.parse(each) for each in self._authorizer.channels)
        return [each for each in named if (each.platform, each.tenant) == (person.platform, person.tenant)]

    def _workflows(self, person: Actor, channel: ChannelRef) -> list[WorkflowMetadata]:
        return visible_workflows(self._services, OrchestratorState(person=str(person), channel=str(channel)))

    def _latest_runs(self, person: Actor, places: Places) -> Card:
        """What the person asked lately, and how it stands."""
        runs = self._runs.runs_of(person, LATEST)
        lines = [
            Link(
                label=self._asked(run),
                url=places.address(_place(run)),
                note=f"{STATES[run.state]}, {_when(run)}",
            )
            for run in runs
        ]
        nothing = "You have not asked anything yet. Mention me in a channel, with your question."
        return _listed("Your latest runs", lines, nothing)

    def _asked(self, run: Run) -> str:
        """The message of a run on one line, or the names of its files."""
        asked = self._runs.asked(run)
        words = " ".join(asked.text.split()) or ", ".join(file.name for file in asked.files) or "(no words)"
        return words if len(words) <= ASKED else f"{words[: ASKED - 1]}…"

    def _files(self, person: Actor, places: Places) -> Card:
        """What the person's runs made lately, where they may read it now."""
        runs = self._runs.runs_of(person, LATEST, with_files=True)
        readable = [run for run in runs if self._may_read(person, run)]
        made = {each: run for run in reversed(readable) for each in _artifact_ids(run)}
        found = self._services.artifacts.find_artifacts(list(made))
        newest = sorted(found.values(), key=lambda each: each.created_at, reverse=True)[:LATEST]
        lines = [
            Link(label=each.name, url=places.address(_place(made[each.artifact_id])), note=_about(each))
            for each in newest
        ]
        return _listed("Your latest files", lines, "Files that I make for you are listed here.")

    def _may_read(self, person: Actor, run: Run) -> bool:
        place = _place(run)
        channel = place.channel if isinstance(place, ThreadRef) else place
        return self._authorizer.allows(str(person), str(channel), "artifact.read")


def first_questions(workflows: Sequence[WorkflowMetadata]) -> list[str]:
    """What somebody new could ask: about the bot itself, then an example of each workflow in turn."""
    examples = zip_longest(*(each.example_queries for each in workflows))
    return [FIRST_QUESTION, *(query for query in chain.from_iterable(examples) if query)]


def _place(run: Run) -> ChannelRef | ThreadRef:
    """Where a run is to be found; one that was refused may have no thread."""
    return run.thread or run.inbound.channel


def _artifact_ids(run: Run) -> Iterable[str]:
    return run.outcome.response.artifacts if run.outcome and run.outcome.response else ()


def _commands(workflows: Sequence[WorkflowMetadata]) -> str:
    """The commands that are open in a channel."""
    said = ", ".join(f"/dataops {each.command}" for each in workflows)
    return said if len(said) <= 200 else f"{len(workflows)} workflows"


def _when(run: Run) -> str:
    return f"{run.inbound.received_at:%Y-%m-%d %H:%M} UTC"


def _about(artifact: Artifact) -> str:
    """Size and date of a file."""
    return f"{in_words(artifact.size_bytes)}, {artifact.created_at:%Y-%m-%d %H:%M} UTC"


def _listed(title: str, lines: Sequence[Link], nothing: str) -> Card:
    return _notice(title, Links(items=tuple(lines)) if lines else Text(markdown=nothing))


def _notice(title: str, *blocks: Block) -> Card:
    return Card(kind="notice", title=title, blocks=blocks)
