"""A card as somebody has it before them: what to press and what to fill in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.adapters.teams.connector.payload import JSON

PRESSABLE = (
    "Action.Execute",
    "Action.Submit",
    "Action.OpenUrl",
    "Action.ShowCard",
    "Action.ToggleVisibility",
)


@dataclass(frozen=True)
class Button:
    """Something to press, with what it brings back; ``fallback`` is for clients that do not know its type."""

    label: str
    type: str
    data: Any
    verb: str = ""
    id: str = ""
    url: str = ""
    fallback: "Button | None" = None


@dataclass(frozen=True)
class Input:
    """Something to fill in; ``value`` is what stands in it."""

    id: str
    type: str
    label: str
    value: str
    raw: JSON

    def entered(self, value: str) -> str:
        """What the client lets somebody enter; ValueError with its complaint for anything else."""
        if not value and self.raw.get("isRequired"):
            raise ValueError(self.raw.get("errorMessage") or f"{self.label} is required")
        if self.type == "Input.ChoiceSet" and value:
            self._check_choices(value)
        if self.type == "Input.Number" and value:
            self._check_number(float(value))
        if len(value) > self.raw.get("maxLength", len(value)):
            raise ValueError(f"{self.label} is too long")
        return value

    def _check_choices(self, value: str) -> None:
        known = {choice["value"] for choice in self.raw.get("choices", ())}
        chosen = value.split(",") if self.raw.get("isMultiSelect") else [value]
        if unknown := [each for each in chosen if each not in known]:
            raise ValueError(f"{unknown} are no choices of {self.label}")

    def _check_number(self, number: float) -> None:
        if not self.raw.get("min", number) <= number <= self.raw.get("max", number):
            raise ValueError(f"{self.label} is out of range")


def buttons_in(node: Any) -> Iterator[Button]:
    """Every button of a card, also those of cards inside it."""
    if isinstance(node, list):
        for item in node:
            yield from buttons_in(item)
    elif isinstance(node, dict):
        if node.get("type") in PRESSABLE:
            yield _button(node)
        for key, value in node.items():
            if key not in ("data", "fallback", "msteams", "refresh"):
                yield from buttons_in(value)


def inputs_in(node: Any) -> Iterator[Input]:
    """Every input of a card, also those of cards inside it."""
    if isinstance(node, list):
        for item in node:
            yield from inputs_in(item)
    elif isinstance(node, dict):
        if str(node.get("type", "")).startswith("Input."):
            yield _input(node)
        for key, value in node.items():
            if key not in ("data", "fallback", "msteams", "refresh"):
                yield from inputs_in(value)


def entered(inputs: tuple[Input, ...], typed: dict[str, str]) -> JSON:
    """What a client sends of the inputs: strings, and nothing of those that are empty.

    So does adaptivecards.js, ``SubmitActionBase.internalPrepareForExecution``. LookupError for an input that
    is not in the card, ValueError for what the client would not send.
    """
    if unknown := typed.keys() - {each.id for each in inputs}:
        raise LookupError(f"no inputs {sorted(unknown)} among {[each.id for each in inputs]}")
    values = {each.id: each.entered(typed.get(each.id, each.value)) for each in inputs}
    return {key: value for key, value in values.items() if value}


def _button(node: JSON) -> Button:
    fallback = node.get("fallback")
    return Button(
        label=node.get("title", ""),
        type=node["type"],
        data=node.get("data"),
        verb=node.get("verb", ""),
        id=node.get("id", ""),
        url=node.get("url", ""),
        fallback=_button(fallback) if isinstance(fallback, dict) else None,
    )


def _input(node: JSON) -> Input:
    value = str(node.get("value", "false" if node["type"] == "Input.Toggle" else ""))
    label = node.get("label") or node.get("title") or node.get("placeholder") or node["id"]
    return Input(node["id"], node["type"], label, value, node)
