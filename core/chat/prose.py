"""What Markdown says, taken apart: every word is data, and nothing in it is markup any more."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

Style = Literal["bold", "italic", "strike", "code"]
Form = Literal["section", "heading", "item", "quote"]
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Characters in one style."""

    text: str
    styles: frozenset[Style] = frozenset()


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph, a heading, one item of a list or a quotation.

    ``indent`` and ``number`` are those of an item (None: a bullet).
    """

    runs: tuple[Run, ...]
    form: Form = "section"
    indent: int = 0
    number: int | None = None

    @property
    def text(self) -> str:
        """The characters alone."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines of code; ``language`` is what the writer calls it, often nothing."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows under a header; ``aligns`` are "left", "center" or "right", one a column."""

    header: Row
    rows: tuple[Row, ...]
    aligns: Row


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


Part = Words | Listing | Grid | Rule


def merged(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The same characters in as few runs as there are changes of style."""
    found: list[Run] = []
    for run in runs:
        if found and found[-1].styles == run.styles:
            found[-1] = replace(run, text=found[-1].text + run.text)
        elif run.text:
            found.append(run)
    return tuple(found)


def between(runs: Iterable[Run], start: int, end: int) -> tuple[Run, ...]:
    """The runs from one character to another."""
    found: list[Run] = []
    at = 0
    for run in runs:
        whole = start <= at and at + len(run.text) <= end  # most are, and a copy is dear
        text = run.text if whole else run.text[max(0, start - at) : max(0, end - at)]
        at += len(run.text)
        if text:
            found.append(run if whole else replace(run, text=text))
    return tuple(found)
