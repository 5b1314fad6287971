"""The place for one value of a form."""

import re

from adapters.teams.rendering.choices import menu, option
from adapters.teams.rendering.entry import NEEDED
from adapters.teams.rendering.filling import Filling, choice_value
from adapters.teams.rendering.fixture import one_line
from adapters.teams.rendering.limits import CHOICE_LABEL, TYPED
from adapters.teams.rendering.measure import Element, weight
from adapters.teams.rendering.rich_text import PROBLEM, block
from core.chat.prose import Run
from core.contracts import WorkflowInputParameter

LABEL, EXAMPLE, ENTERED, SENTENCE = 150, 100, 200, 200
"""Characters: ours."""

UNLIKE = "Please check this."
"""What Teams says beside a field that its pattern refuses: ours, for it is read as Markdown."""

_MENU_BYTES = 6_000
"""A menu that takes more is typed: ours, so that a form has room for other fields."""

_FOREIGN = re.compile(r"\(\?(?![:=!])|\\[a-rt-zA-Z0-9]|[+*?}]\+|\[[^\]]*\[|&&|--|[^ -~]")
"""What the clients' three engines read in another way than Python: beyond ASCII, modes, sets of sets."""

_LONGEST_PATTERN = 500


def elements(field: WorkflowInputParameter, filling: Filling) -> list[Element]:
    """The input, and what was wrong with what was put into it."""
    element: Element = _input(field) | {"id": field.name, "label": label(field)}
    if field.required:
        element |= {"isRequired": True, "errorMessage": element.get("errorMessage", NEEDED)}
    entered = filling.entered.get(field.name, "")
    if entered:
        element["value"] = _shown(field, entered)
    problem = one_line(filling.problems.get(field.name, ""), SENTENCE)
    return [element, *([block([Run(problem)], PROBLEM, spacing="Small")] if problem else [])]


def label(field: WorkflowInputParameter) -> str:
    """What a field is for, as it stands above it."""
    said = one_line(field.description, LABEL) or field.name.replace("_", " ")
    return said[0].upper() + said[1:]


def _input(field: WorkflowInputParameter) -> Element:
    """What a value is put in with; very many choices are typed."""
    if field.type == "boolean":
        return menu([option("Yes", "yes"), option("No", "no")], "")
    if field.type == "choice":
        choices = menu([_option(choice) for choice in field.choices], "")
        if weight(choices) <= _MENU_BYTES:
            return choices
    typed: Element = {"type": "Input.Text", "maxLength": TYPED}
    if field.type in ("integer", "number"):
        typed = {"type": "Input.Number"}
    example = "" if field.example is None else one_line(str(field.example), EXAMPLE)
    return typed | ({"placeholder": f"For example: {example}"} if example else {}) | _pattern(field)


def _option(choice: str) -> Element:
    return option(one_line(choice, CHOICE_LABEL) or "…", choice_value(choice))


def _pattern(field: WorkflowInputParameter) -> Element:
    """The pattern, where every client reads it like Python does; blanks around a value do not count."""
    pattern = field.pattern if field.type == "string" else None
    if pattern is None or len(pattern) > _LONGEST_PATTERN or _FOREIGN.search(pattern):
        return {}
    return {"regex": rf"^\s*(?:{pattern})\s*$", "errorMessage": UNLIKE}


def _shown(field: WorkflowInputParameter, entered: str) -> str | float:
    """What was entered, as its input takes it."""
    if field.type == "boolean":
        return entered if entered in ("yes", "no") else ""
    if field.type == "choice":
        return choice_value(entered) if entered in field.choices else ""
    if field.type in ("integer", "number"):
        return float(entered) if re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", entered, re.ASCII) else ""
    return one_line(entered, ENTERED)
