"""A command's form as a Slack view."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from adapters.slack.rendering.choices import plain
from adapters.slack.rendering.limits import OPTION_LABEL, OPTION_VALUE, OPTIONS
from adapters.slack.rendering.measure import Element, Elements, clipped
from core.chat.command_form import CommandForm
from core.chat.plain_text import printable
from core.contracts import WorkflowInputParameter

CALLBACK = "command"

HERE = "shared-here"
"""The block of the files to choose from; no input is called like that."""

PINNED = "pinned"
"""The choice of what is pinned; no file has such an id."""

TITLE, LABEL, DESCRIPTION, TYPED = 24, 2_000, 3_000, 3_000
"""Characters. docs: modal, title; input block, label and hint; section block, text; plain_text_input."""

FILES = 10
"""docs: file_input, max_files. It takes any file: Slack warns that its filter is for convenience only, and an
export under another name is recognised by its content."""

FIELDS, FIELDS_BYTES = 90, 200_000
"""docs: a modal has 100 blocks and 250 KB in all. What does not fit is asked for in the thread."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that was shared in the channel: Slack's id, and how it is told from others."""

    file: str
    label: str


def command_view(form: CommandForm, offers: Sequence[Offer], identity: str) -> dict[str, Any]:
    """The view to open; ``identity`` is all that Slack is told of what it is for."""
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": identity,
        "title": plain(line(form.title, TITLE) or "DataOps"),
        "submit": plain("Start"),
        "close": plain("Not now"),
        "blocks": [*_head(form), *_file_blocks(form, offers), *_fields(form)],
    }


def _head(form: CommandForm) -> Iterator[Element]:
    text = clipped(printable(form.description).strip(), DESCRIPTION)
    if text:
        yield {"type": "section", "text": plain(text)}


def _file_blocks(form: CommandForm, offers: Sequence[Offer]) -> Iterator[Element]:
    """A place for files, and the choice among those that are here already."""
    if form.file is None:
        return
    pinned: Elements = [_option(form.pinned, PINNED)] if form.pinned else []
    choices: Elements = [*pinned, *(_option(each.label, each.file) for each in offers)][:OPTIONS]
    suffixes = f" ({', '.join(form.file.suffixes)})" if form.file.suffixes else ""
    hint = f"Up to {FILES} files{suffixes} of at most 10 MB; share a larger one in the channel first."
    upload: Element = {"type": "file_input", "max_files": FILES}
    yield _input(form.file, upload, hint, optional=bool(choices) or not form.needs_file)
    if choices:
        first: Element = {"initial_option": pinned[0]} if pinned else {}
        select: Element = {"type": "static_select", "action_id": HERE, "options": choices}
        label = plain("Or one that is here already")
        block: Element = {"type": "input", "block_id": HERE, "label": label, "optional": True}
        yield block | {"element": select | {"placeholder": plain("Choose a file")} | first}


def _fields(form: CommandForm) -> Iterator[Element]:
    """The places for values, those first without which nothing goes, as many as a view takes."""
    room = FIELDS_BYTES
    for field in form.fields[:FIELDS]:
        block = _field(field)
        room -= len(json.dumps(block))
        if room < 0:
            return
        yield block


def _field(field: WorkflowInputParameter) -> Element:
    """The place for one value."""
    example = "" if field.example is None or field.type == "choice" else f"For example: {field.example}"
    return _input(field, _element(field), example, optional=not field.required)


def _input(field: WorkflowInputParameter, element: Element, hint: str, *, optional: bool) -> Element:
    label = line(field.description, LABEL) or field.name.replace("_", " ")
    block: Element = {
        "type": "input",
        "block_id": field.name,
        "label": plain(clipped(label[0].upper() + label[1:], LABEL)),
        "element": element | {"action_id": field.name},
        "optional": optional,
    }
    return block | ({"hint": plain(line(hint, LABEL))} if hint.strip() else {})


def _element(field: WorkflowInputParameter) -> Element:
    """What a value is put in with; very many choices are typed."""
    if field.type in ("integer", "number"):
        return {"type": "number_input", "is_decimal_allowed": field.type == "number"}
    if field.type == "boolean":
        return {"type": "radio_buttons", "options": [_option("Yes", "yes"), _option("No", "no")]}
    if field.type == "choice" and len(field.choices) <= OPTIONS:
        options: Elements = [_option(choice, option_value(choice)) for choice in field.choices]
        return {"type": "static_select", "options": options, "placeholder": plain("Choose")}
    return {"type": "plain_text_input", "multiline": False, "max_length": TYPED}


def _option(label: str, value: str) -> Element:
    return {"text": plain(line(label, OPTION_LABEL) or "…"), "value": value}


def option_value(choice: str) -> str:
    """A choice, or what stands for one that Slack would not send back as it is."""
    kept = 0 < len(choice) <= OPTION_VALUE and choice.isprintable() and not set(choice) & set("&<>")
    return choice if kept else sha256(choice.encode("utf-8", "surrogatepass")).hexdigest()


def line(text: str, room: int) -> str:
    """A text on one line, or its beginning."""
    return clipped(" ".join(printable(text).split()), room)
