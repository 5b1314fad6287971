"""What an analysis found, ready to be told and written down."""

from collections.abc import Sequence
from typing import Any

import orjson
from pydantic import BaseModel, Field

from core.contracts import Answer
from core.tools.telling import LONGEST, VALUE, clipped, code, counted, joined, plain

__all__ = [
    "LISTED",
    "LONGEST",
    "RESULT_BYTES",
    "SHOWN",
    "VALUE",
    "Finding",
    "bounded",
    "bullets",
    "clipped",
    "code",
    "counted",
    "fitting",
    "joined",
    "names",
    "plain",
]

SHOWN = 15
"""Entries of a list that an answer shows; the whole list is in a file."""

LISTED = 200
"""Entries of a list in the result; it is a bounded summary, and says how many there are."""

RESULT_BYTES = 150_000
"""Size of a result as JSON, whatever the files hold."""


class Finding(BaseModel):
    """``result`` is the bounded summary. ``rows`` become answer.csv, ``text`` becomes explanation.txt.

    ``focus`` are the jobs of the picture and ``title`` says what they are. ``job`` is the job that the
    question was about.
    """

    answer: Answer
    result: dict[str, Any] = Field(default_factory=dict)
    rows: list[dict[str, Any]] = Field(default_factory=list)
    text: str = ""
    focus: list[str] = Field(default_factory=list)
    title: str = ""
    job: str | None = None


def bullets(lines: Sequence[str]) -> str:
    """A list that shows its beginning and says how much follows."""
    shown = [f"- {line}" for line in lines[:SHOWN]]
    if len(lines) > SHOWN:
        shown.append(f"- and {len(lines) - SHOWN:,} more, in answer.csv")
    return "\n".join(shown)


def names(jobs: Sequence[str], most: int) -> str:
    """The first names as code, and how many more there are."""
    left_out = [f"{len(jobs) - most:,} more"] if len(jobs) > most else []
    return joined([*map(code, jobs[:most]), *left_out])


def bounded(name: str, items: Sequence[Any]) -> dict[str, Any]:
    """A list for the result with its true length."""
    return {name: list(items[:LISTED]), f"{name}_total": len(items)}


def fitting(result: dict[str, Any]) -> dict[str, Any]:
    """The result within its size: where names or values are huge, they and the lists are cut harder."""
    for items, characters in ((LISTED, 2000), (50, 500), (10, 200), (3, 100)):
        cut: dict[str, Any] = _cut(result, items, characters)
        if len(orjson.dumps(cut)) <= RESULT_BYTES:
            break
    return cut


def _cut(value: Any, items: int, characters: int) -> Any:
    """Text, lists and mappings, each cut to its beginning."""
    if isinstance(value, str):
        return clipped(value, characters)
    if isinstance(value, list):
        return [_cut(each, items, characters) for each in value[:items]]
    if isinstance(value, dict):
        kept = list(value.items())[:items]
        return {clipped(key, characters): _cut(each, items, characters) for key, each in kept}
    return value
