"""Gathers what is wrong with a payload, in Slack's words, with where it is."""

from dataclasses import dataclass, field
from typing import Any, Literal

from tests.adapters.slack.workspace.payload import JSON

Surface = Literal["message", "modal", "home"]

TEXT = 3000
"""The longest text object elsewhere: docs.slack.dev/reference/block-kit/composition-objects."""


@dataclass
class Examination:
    """One payload under examination. ``pointer`` is a JSON pointer in every method."""

    surface: Surface
    complaints: list[str] = field(default_factory=list)
    block_ids: set[str] = field(default_factory=set)

    def fault(self, pointer: str, sentence: str) -> None:
        self.complaints.append(f"{sentence} [json-pointer:{pointer}]")

    def string(self, pointer: str, value: Any, longest: int, *, shortest: int = 0) -> None:
        """A string that may be missing unless it needs at least one character."""
        if value is None and not shortest:
            return
        if not isinstance(value, str):
            self.fault(pointer, "must be a string" if value is not None else "missing required field")
        elif len(value) < shortest:
            self.fault(pointer, f"must be more than {shortest - 1} characters")
        elif len(value) > longest:
            self.fault(pointer, f"must be less than {longest + 1} characters")

    def text(
        self, pointer: str, value: Any, longest: int = TEXT, *, plain: bool = False, needed: bool = False
    ) -> None:
        """A text object."""
        if value is None and not needed:
            return
        if not isinstance(value, dict):
            self.fault(
                pointer, "missing required field" if value is None else "must provide a valid text object"
            )
            return
        kinds = ("plain_text",) if plain else ("plain_text", "mrkdwn")
        if value.get("type") not in kinds:
            self.fault(f"{pointer}/type", f"unsupported type: {value.get('type')}")
        self.string(f"{pointer}/text", value.get("text"), longest, shortest=1)

    def items(self, pointer: str, value: Any, most: int, *, least: int = 1) -> list[JSON]:
        """A list of objects."""
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fault(pointer, "must be an array of objects")
            return []
        if len(value) > most:
            self.fault(pointer, f"no more than {most} items allowed")
        if len(value) < least:
            self.fault(pointer, f"no fewer than {least} items allowed")
        return value
