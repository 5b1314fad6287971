"""What people say: the workflow's examples lead to it, and everybody else's lead where they did before."""

from collections.abc import Iterator, Sequence

from core.command_names import NAMES
from core.contracts import WorkflowMetadata
from core.devkit.validation.finding import Finding, error, note, warning
from core.devkit.validation.subject import Subject
from core.devkit.validation.utterance import Utterance, examples, labelled
from core.one_line import one_line
from core.orchestrator.intent import Intent, IntentRequest
from core.orchestrator.lexical.router import LexicalRouter

SHOWN = 5
"""Utterances of the labelled set that are quoted; the rest is counted."""

ADVICE = "Change example_queries, capabilities or subjects, so that the words tell them apart."


def check_routing(subject: Subject) -> Iterator[Finding]:
    """Route every known utterance with the workflow and without it, by the words alone."""
    alone, together = subject.neighbours, (*subject.neighbours, subject.metadata)
    for query in subject.metadata.example_queries:
        yield from _own(subject.metadata.name, query, _routed(Utterance(query, ("", None)), together))
    for utterance, now in _moved(examples(alone), alone, together):
        said = f"The example {_quoted(utterance)} of {utterance.wanted[1]} now {_goes(now)}."
        yield error(said, ADVICE) if now.workflow else warning(said, ADVICE)
    others = (
        each for each in labelled(subject.project.folder.parent) if each.wanted[1] != subject.metadata.name
    )
    yield from _told(list(_moved(list(others), alone, together)))


def _told(moved: list[tuple[Utterance, Intent]]) -> Iterator[Finding]:
    """A labelled utterance that another workflow has lost is a warning; that it is asked back now, a note."""
    for utterance, now in moved[:SHOWN]:
        said = f"The labelled utterance {_quoted(utterance)} now {_goes(now)}."
        yield warning(said, ADVICE) if _is_stolen(utterance, now) else note(said, ADVICE)
    rest = moved[SHOWN:]
    stolen = sum(_is_stolen(*each) for each in rest)
    if rest:
        said = f"{len(rest)} more labelled utterances have moved, {stolen} of them from other workflows."
        yield warning(said, ADVICE) if stolen else note(said, ADVICE)


def _is_stolen(utterance: Utterance, now: Intent) -> bool:
    """Whether a workflow is given what another one was asked for."""
    return now.workflow is not None and utterance.wanted[1] is not None


def _own(name: str, query: str, found: Intent) -> Iterator[Finding]:
    """What to say of an example that does not lead to its own workflow."""
    if found.intent == "workflow" and found.workflow == name:
        return
    said = f"Its own example '{one_line(query, 120)}' {_goes(found)}."
    yield error(said, ADVICE) if found.workflow else warning(said, ADVICE)


def _moved(
    utterances: Sequence[Utterance], alone: Sequence[WorkflowMetadata], together: Sequence[WorkflowMetadata]
) -> Iterator[tuple[Utterance, Intent]]:
    """The utterances that were understood without the workflow, and are not with it."""
    for utterance in utterances:
        now = _routed(utterance, together)
        if _wanted(now) != utterance.wanted and _wanted(_routed(utterance, alone)) == utterance.wanted:
            yield utterance, now


def _routed(utterance: Utterance, capabilities: Sequence[WorkflowMetadata]) -> Intent:
    return LexicalRouter().detect(
        IntentRequest(text=utterance.text, capabilities=capabilities, commands=NAMES, **utterance.around)
    )


def _wanted(found: Intent) -> tuple[str, str | None]:
    return found.intent, found.workflow


def _quoted(utterance: Utterance) -> str:
    return f"'{one_line(utterance.text, 120)}'"


def _goes(found: Intent) -> str:
    """Where a message goes, as the end of a sentence."""
    match found.intent:
        case "workflow":
            return f"goes to {found.workflow}"
        case "ask":
            return f"is asked back ({' or '.join(found.candidates)})"
        case "none":
            return "is taken for small talk or out of scope"
        case _:
            return "is taken for a question about the assistant itself"
