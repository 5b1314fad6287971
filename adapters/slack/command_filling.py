"""What somebody put into a command's form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.slack.arrivals.attached import Attached
from adapters.slack.arrivals.entered import Entered
from adapters.slack.arrivals.file_locator import FileLocator
from adapters.slack.arrivals.form_answer import FormAnswer
from adapters.slack.command_form import FILES, HERE, PINNED, line, option_value
from core.chat.command_form import CommandForm
from core.chat.inbound import InboundFile
from core.contracts import WorkflowInputParameter

PROBLEM = 300
"""Ours: a sentence beside a field."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What a form brought; ``problems`` are sentences by block, and nothing counts while there are any."""

    files: tuple[InboundFile, ...]
    parameters: Mapping[str, Any]
    problems: Mapping[str, str]


def filled(form: CommandForm, answer: FormAnswer, offered: Sequence[str]) -> Filling:
    """What somebody sent, held against what the form takes and what it ``offered`` (ids of files)."""
    by_block = {each.block: each for each in answer.entered if each.action == each.block}
    typed = {field.name: _typed(field, by_block.get(field.name)) for field in form.fields}
    parameters, problems = form.read(typed)
    files, problem = _files(form, by_block, answer, offered)
    said = {block: line(why, PROBLEM) for block, why in problems.items() if block in by_block}
    if problem and form.file is not None:
        said[form.file.name] = line(problem, PROBLEM)
    return Filling(files, parameters, said)


def _typed(field: WorkflowInputParameter, entered: Entered | None) -> str:
    """What stands in a field, as somebody would type it."""
    value = entered.value if entered is not None and isinstance(entered.value, str) else ""
    return {option_value(choice): choice for choice in field.choices}.get(value, value)


def _files(
    form: CommandForm, by_block: Mapping[str, Entered], answer: FormAnswer, offered: Sequence[str]
) -> tuple[tuple[InboundFile, ...], str]:
    """The files that came or were chosen, each once, and what is wrong with them."""
    name = form.file.name if form.file is not None else ""
    brought = by_block[name].attached if name in by_block else Attached()
    chosen = by_block[HERE].value if HERE in by_block else None
    files = {each.locator: each for each in (*brought.files, *_chosen(answer, chosen))}
    return tuple(files.values()), _problem(form, brought, chosen, answer, offered)


def _chosen(answer: FormAnswer, chosen: object) -> Iterator[InboundFile]:
    """The file that was chosen, by its id alone: its name is looked up when it is fetched."""
    if isinstance(chosen, str) and chosen != PINNED:
        yield InboundFile(name=chosen, locator=str(FileLocator(answer.actor.tenant, chosen)))


def _problem(
    form: CommandForm, brought: Attached, chosen: object, answer: FormAnswer, offered: Sequence[str]
) -> str:
    """Why the files cannot be taken. Ids come from the person's own program, and may be any."""
    if brought.unreachable:
        return str(brought.unreachable[0])
    if any(uploader != answer.actor.id for uploader in brought.uploaders) or len(brought.files) > FILES:
        return "That file did not come with this form; attach it again."
    if chosen not in (None, PINNED, *offered):
        return "That file was not offered; choose one of the list, or attach it."
    if form.needs_file and not brought.files and chosen in (None, PINNED):
        return form.file.question if form.file is not None else ""
    return ""
