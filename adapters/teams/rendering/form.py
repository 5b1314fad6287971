"""A command's form as a card.

A yes or no is a menu and no toggle: a toggle cannot be left empty, and its title is Markdown to some. A file
cannot be put into a card.
"""

from collections.abc import Iterator

from adapters.teams.rendering.filling import NOTHING, Filling
from adapters.teams.rendering.fixture import note, one_line
from adapters.teams.rendering.form_field import elements, label
from adapters.teams.rendering.limits import FRAME_BYTES, MESSAGE_BYTES
from adapters.teams.rendering.measure import Element, weight
from adapters.teams.rendering.message import Payload, carded
from adapters.teams.rendering.passage import Passage
from adapters.teams.rendering.pressed import ANSWER, FORM, VERB, button
from adapters.teams.rendering.rich_text import Look
from core.chat.command_form import CommandForm
from core.chat.prose import Run
from core.contracts import WorkflowInputParameter

TITLE, DESCRIPTION = 100, 1_000
"""Characters: ours."""

_HEAD_BYTES, _AGAIN_BYTES = 12_000, 2_200
"""What a form takes without its fields, and each field when it is shown again with what is wrong with it."""

_RESERVED = (VERB, ANSWER, "msteams")
"""Keys of what is sent that are no inputs; an input of such a name is asked for in the thread."""


def form(command: CommandForm, identity: str, filling: Filling = NOTHING) -> Payload:
    """The form of a command; ``identity`` is all that Teams is told of what it is for.

    With a ``filling`` it is shown again: what was entered, and what is wrong with it, beside each field.
    """
    send: Element = {
        "type": "ActionSet",
        "actions": [button("Start", {"action": FORM, "value": identity}, inputs=True)],
    }
    fields = (element for field in shown(command) for element in elements(field, filling))
    return carded([*_head(command), *fields, send], one_line(command.title, TITLE))


def shown(command: CommandForm) -> list[WorkflowInputParameter]:
    """The fields that find room in a form, those first without which nothing goes.

    The others are asked for in the thread.
    """
    return list(_with_room(command, MESSAGE_BYTES - FRAME_BYTES - _HEAD_BYTES))


def _with_room(command: CommandForm, room: int) -> Iterator[WorkflowInputParameter]:
    for field in command.fields:
        if field.name in _RESERVED:
            continue
        room -= _AGAIN_BYTES + sum(map(weight, elements(field, NOTHING)))
        if room < 0:
            return
        yield field


def _head(command: CommandForm) -> list[Element]:
    """What the form is for, and what becomes of a file."""
    title = one_line(command.title, TITLE) or "DataOps"
    said = one_line(command.description, DESCRIPTION)
    head = Passage((Run(title, frozenset(["bold"])),), look=Look("Medium")).elements()
    text = Passage((Run(said),)).elements() if said else []
    file = [note(_comes(command, command.file))] if command.file is not None else []
    return [*head, *text, *(element for each in file for element in each.elements())]


def _comes(command: CommandForm, file: WorkflowInputParameter) -> str:
    """How a file comes to the run, in the order in which it is looked for.

    It names no place to attach one: only in a chat with one person alone does a file reach a bot.
    """
    latest = f"{label(file)}: the latest one in this conversation is used"
    if command.pinned:
        return f"{latest}, else what is pinned. {command.pinned}"
    if command.needs_file:
        return f"{latest}. If there is none, I ask for it when you have pressed Start."
    return f"{latest}, if there is one."
