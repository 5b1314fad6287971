"""What an analysis found, ready to be told and written down."""

from typing import Any

from pydantic import BaseModel, Field

from core.contracts import Answer

SHOWN = 15
"""Entries of a list that an answer shows; the whole list is in a file."""

LISTED = 200
"""Entries of a list in the result; it is a bounded summary, and says how many there are."""


class Finding(BaseModel):
    """``result`` is the bounded summary. ``rows`` become answer.csv. ``focus`` are the jobs of the picture.

    ``job`` is the job that the question was about.
    """

    answer: Answer
    result: dict[str, Any] = Field(default_factory=dict)
    rows: list[dict[str, Any]] = Field(default_factory=list)
    focus: list[str] = Field(default_factory=list)
    job: str | None = None


def code(name: str) -> str:
    """A name as Markdown code, whatever it contains."""
    return f"`{name.replace('`', chr(39))}`"


def bullets(lines: list[str]) -> str:
    """A list that shows its beginning and says how much follows."""
    shown = [f"- {line}" for line in lines[:SHOWN]]
    if len(lines) > SHOWN:
        shown.append(f"- and {len(lines) - SHOWN:,} more, in answer.csv")
    return "\n".join(shown)


def counted(number: int, singular: str, plural: str = "") -> str:
    """``1 job``, ``2,000 jobs``."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def bounded(name: str, items: list[Any]) -> dict[str, Any]:
    """A list for the result with its true length."""
    return {name: items[:LISTED], f"{name}_total": len(items)}
