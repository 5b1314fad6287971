"""A card's labelled values, steps and suggestions.

A FactSet would be the element for values, but its titles and values are Markdown (docs, cards-format):
`/data/*.csv` would lose its asterisk, and `[a](b)` be a link. Columns of plain text look the same.
"""

from collections.abc import Sequence

from adapters.teams.rendering.fixture import Fixture, one_line
from adapters.teams.rendering.limits import BUTTON_LABEL, BUTTONS
from adapters.teams.rendering.measure import Element, Elements
from adapters.teams.rendering.passage import Passage
from adapters.teams.rendering.place import Place
from adapters.teams.rendering.rich_text import block
from core.chat.card import Fields, Step, Steps, Suggestions
from core.chat.plain_text import printable
from core.chat.prose import Run, Style

MARKS = {"running": "⏳", "done": "✅", "failed": "❌"}
"""How a step stands."""

_LABEL, _VALUE = 40, 400
"""Characters of a label and of a value that stand in columns; others flow."""

_FOLDED = 12_000
"""Bytes of steps that wait folded in the card; more are shown by the bot."""


def fields(block: Fields) -> list[Fixture | Passage]:
    """A line a value, its label in bold."""
    return [_field(printable(label), printable(value)) for label, value in block.items]


def steps(items: Sequence[Step]) -> list[Passage]:
    """A line a step: its mark, what it is, what there is to say of it, and its seconds."""
    return [Passage(tuple(_step(step)), close=True) for step in items]


def folded(block: Steps, name: str) -> Fixture | None:
    """Steps that whoever presses unfolds for themselves; None if they are too many for that."""
    if block.unfold is None or not block.unfold.choices:
        return None
    shown = steps(block.items)
    if sum(each.weight for each in shown) > _FOLDED:
        return None
    lines: Elements = [element for each in shown for element in each.elements()]
    unfold: Element = {
        "type": "Action.ToggleVisibility",
        "title": one_line(block.unfold.choices[0].label, BUTTON_LABEL) or "Show steps",
        "targetElements": [name],
    }
    return Fixture(
        (
            {"type": "ActionSet", "actions": [unfold]},
            {"type": "Container", "id": name, "isVisible": False, "items": lines},
        )
    )


def suggestions(block: Suggestions, place: Place) -> list[Fixture | Passage]:
    """What to type, word for word; where a press can type it, short ones as buttons."""
    said = [line for line in (" ".join(printable(item).split()) for item in block.items) if line]
    if not said:
        return []
    short = place.personal and len(said) <= BUTTONS and all(len(line) <= 2 * BUTTON_LABEL for line in said)
    head = Passage((_styled("Try next:", "bold"),))
    if short:
        return [head, Fixture(({"type": "ActionSet", "actions": [*map(_typing, said)]},), "\n".join(said))]
    return [head, *(Passage((Run(line),), "item", close=True) for line in said)]


def _field(label: str, value: str) -> Fixture | Passage:
    if len(label) > _LABEL or len(value) > _VALUE or "\n" in f"{label}{value}":
        return Passage((_styled(f"{label}:", "bold"), Run(f" {value}")), close=True)
    columns: Elements = [
        {"type": "Column", "width": "140px", "items": [block([_styled(label, "bold")])]},
        {"type": "Column", "width": "stretch", "items": [block([Run(value)])]},
    ]
    return Fixture(({"type": "ColumnSet", "spacing": "Small", "columns": columns},), f"{label}: {value}")


def _step(step: Step) -> list[Run]:
    title = f"{MARKS[step.state]} {_line(step.title)}"
    said = _line(step.detail)
    detail = [Run(" · "), _styled(said, "italic")] if said else []
    return [Run(title), *detail, Run(f" · {step.seconds:.1f} s")]


def _typing(line: str) -> Element:
    """A button that says its own label, as if it had been typed (docs, cards-actions: imBack)."""
    return {
        "type": "Action.Submit",
        "title": line,
        "associatedInputs": "none",
        "data": {"msteams": {"type": "imBack", "value": line}},
    }


def _line(text: str) -> str:
    """Text on one line."""
    return " ".join(printable(text).split())


def _styled(text: str, style: Style) -> Run:
    return Run(text, frozenset([style]))
