"""Choices as buttons, as a menu where there are many, or to be typed where there are too many.

A menu is always folded: the titles of unfolded choices are Markdown to the official renderer, and were to
Teams for a while (MicrosoftDocs/msteams-docs#12228).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from adapters.teams.rendering.entry import asked
from adapters.teams.rendering.fixture import Fixture
from adapters.teams.rendering.limits import (
    BUTTON_LABEL,
    BUTTONS,
    CHOICE_LABEL,
    CHOICES_BYTES,
    FILTERED,
    PRESSED,
)
from adapters.teams.rendering.measure import Element, Elements, clipped, weight
from adapters.teams.rendering.passage import Passage
from adapters.teams.rendering.pressed import button, opaque, returns
from core.chat.card import Actions
from core.chat.plain_text import printable
from core.chat.prose import Run


@dataclass(frozen=True, slots=True)
class Offer:
    """Choices as they are offered: labels to read in full, what to press, whether there is an input."""

    flow: tuple[Passage, ...]
    controls: tuple[Fixture, ...]
    asks: bool = False


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A choice with its place in the list, which people may type too."""

    number: int
    label: str
    value: str

    def shown(self, room: int) -> str:
        """The label, or its beginning behind the number under which it stands in full."""
        return self.label if len(self.label) <= room else clipped(f"{self.number}. {self.label}", room)


def offer(block: Actions, *, may_ask: bool) -> Offer:
    """The choices of a block; ``may_ask`` is false where the card has an input already."""
    choices = _numbered(block)
    few = len(choices) <= PRESSED and all(len(choice.label) <= BUTTON_LABEL for choice in choices)
    if few or not may_ask:
        rows = (choices[at : at + BUTTONS] for at in range(0, len(choices), BUTTONS))
        return Offer(_spelled_out(choices, BUTTON_LABEL), tuple(_row(block.action, row) for row in rows))
    menu = _menu(choices)
    if weight(menu) <= CHOICES_BYTES:
        return Offer(_spelled_out(choices, CHOICE_LABEL), (asked(menu, block.action),), asks=True)
    typed: Element = {"type": "Input.Text", "label": "Your choice, or its number"}
    return Offer(_spelled_out(choices, 0), (asked(typed, block.action),), asks=True)


def option(label: str, value: str) -> Element:
    """One choice of a menu."""
    return {"title": label, "value": value}


def menu(options: Sequence[Element], label: str) -> Element:
    """A folded menu, in which many choices are found by typing."""
    style = "filtered" if len(options) > FILTERED else "compact"
    choices: Elements = [*options]
    return {
        "type": "Input.ChoiceSet",
        "label": label,
        "style": style,
        "choices": choices,
        "placeholder": "Choose",
    }


def _menu(choices: Sequence[_Numbered]) -> Element:
    return menu([option(choice.shown(CHOICE_LABEL), choice.value) for choice in choices], "Your choice")


def _spelled_out(choices: Sequence[_Numbered], room: int) -> tuple[Passage, ...]:
    """The labels that are too long for where they are chosen, as numbered items."""
    long = (choice for choice in choices if len(choice.label) > room)
    return tuple(Passage((Run(each.label),), "item", number=each.number, close=True) for each in long)


def _row(action: str, choices: Sequence[_Numbered]) -> Fixture:
    """Buttons side by side."""
    buttons: Elements = [
        button(choice.shown(BUTTON_LABEL), {"action": opaque(action), "value": choice.value})
        for choice in choices
    ]
    return Fixture(({"type": "ActionSet", "actions": buttons},))


def _numbered(block: Actions) -> list[_Numbered]:
    """The choices with labels on one line and values that come back as they are."""
    return list(_each(block, {choice.value.strip() for choice in block.choices}))


def _each(block: Actions, values: set[str]) -> Iterator[_Numbered]:
    for number, choice in enumerate(block.choices, 1):
        label = " ".join(printable(choice.label).split()) or str(number)
        yield _Numbered(number, label, choice.value if returns(choice.value) else _number(number, values))


def _number(number: int, values: set[str]) -> str:
    """A number that a question reads as its choice, spelled unlike every value."""
    said = str(number)
    while said in values:
        said += "."
    return said
