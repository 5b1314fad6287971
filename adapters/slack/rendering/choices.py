"""Choices as buttons, or as menus where there are many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from adapters.slack.rendering.action_id import ActionId
from adapters.slack.rendering.limits import (
    BUTTON_LABEL,
    BUTTON_VALUE,
    BUTTONS,
    BUTTONS_IN_A_ROW,
    MENU_WEIGHT,
    OPTION_LABEL,
    OPTION_VALUE,
    OPTIONS,
)
from adapters.slack.rendering.measure import Element, Elements, clipped, counted, part_weight
from adapters.slack.rendering.passage import Passage
from core.chat.card import Actions
from core.chat.plain_text import printable
from core.chat.prose import Run


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A choice with its place in the list, which people may type too."""

    number: int
    label: str
    value: str

    def shown(self, room: int) -> str:
        """The label, or its beginning behind the number under which it stands in full."""
        return self.label if counted(self.label) <= room else clipped(f"{self.number}. {self.label}", room)


def spelled_out(block: Actions) -> list[Passage]:
    """The labels that are too long for a button, as numbered items."""
    return [
        Passage((Run(choice.label),), "item", number=choice.number)
        for choice in _numbered(block, BUTTON_VALUE)
        if counted(choice.label) > BUTTON_LABEL
    ]


def controls(block: Actions, numbers: Iterator[int]) -> list[Element]:
    """The buttons or menus; each takes a number for its id."""
    if len(block.choices) <= BUTTONS:
        buttons = [_button(choice, block.action, next(numbers)) for choice in _numbered(block, BUTTON_VALUE)]
        return [_row(buttons[at : at + BUTTONS_IN_A_ROW]) for at in range(0, len(buttons), BUTTONS_IN_A_ROW)]
    parts = list(_parts(_numbered(block, OPTION_VALUE)))
    return [_row([_menu(part, ActionId(block.action, next(numbers)), one_of=len(parts))]) for part in parts]


def plain(text: str) -> Element:
    """Text that Slack does not parse; `:names:` stay what they are."""
    return {"type": "plain_text", "text": text, "emoji": False}


def _row(elements: Sequence[Element]) -> Element:
    return {"type": "actions", "elements": [*elements]}


def _button(choice: _Numbered, action: str, number: int) -> Element:
    return {
        "type": "button",
        "action_id": str(ActionId(action, number)),
        "text": plain(choice.shown(BUTTON_LABEL)),
        "value": choice.value,
    }


def _menu(part: Sequence[_Numbered], action_id: ActionId, *, one_of: int) -> Element:
    """A menu; one of several says which numbers it holds."""
    options: Elements = [_option(choice) for choice in part]
    held = f" ({part[0].number} to {part[-1].number})" if one_of > 1 else ""
    return {
        "type": "static_select",
        "action_id": str(action_id),
        "placeholder": plain(f"Choose{held}"),
        "options": options,
    }


def _option(choice: _Numbered) -> Element:
    return {"text": plain(choice.shown(OPTION_LABEL)), "value": choice.value}


def _parts(choices: Sequence[_Numbered]) -> Iterator[list[_Numbered]]:
    """The choices, no more together than one menu takes."""
    part: list[_Numbered] = []
    left = MENU_WEIGHT
    for choice in choices:
        taken = part_weight(_option(choice))
        if part and (len(part) == OPTIONS or left < taken):
            yield part
            part, left = [], MENU_WEIGHT
        part.append(choice)
        left -= taken
    yield part


def _numbered(block: Actions, longest: int) -> list[_Numbered]:
    """The choices with labels on one line and values that come back as they are."""
    values = {choice.value.strip() for choice in block.choices}
    return [
        _Numbered(
            number,
            " ".join(printable(choice.label).split()) or str(number),
            choice.value if _returns(choice.value, longest) else _number(number, values),
        )
        for number, choice in enumerate(block.choices, 1)
    ]


def _returns(value: str, longest: int) -> bool:
    """Whether Slack sends a value back as it got it; `&`, `<` and `>` may come back as entities."""
    return 0 < len(value) <= longest and value.isprintable() and not set(value) & set("&<>")


def _number(number: int, values: set[str]) -> str:
    """A number that a question reads as its choice, spelled unlike every value."""
    said = str(number)
    while said in values:
        said += "."
    return said
