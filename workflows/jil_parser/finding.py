"""What an analysis found, ready to be told and written down."""

import re
from collections.abc import Sequence
from typing import Any

import orjson
from pydantic import BaseModel, Field

from core.contracts import Answer

SHOWN = 15
"""Entries of a list that an answer shows; the whole list is in a file."""

LISTED = 200
"""Entries of a list in the result; it is a bounded summary, and says how many there are."""

LONGEST, VALUE = 160, 600
"""Characters of a name and of a value that an answer shows; AutoSys names have 64 at most."""

MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&!])")

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


def code(text: str, longest: int = LONGEST) -> str:
    """A name or value as Markdown code on one line, whatever it contains."""
    shown = text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
    return f"`{clipped(shown.replace('`', chr(39)), longest)}`"


def plain(text: str, longest: int = VALUE) -> str:
    """Text from the files as Markdown that shows it: nothing in it is markup."""
    return MARKUP.sub(r"\\\1", clipped(" ".join(text.split()), longest))


def clipped(text: str, characters: int) -> str:
    """The beginning of a text that is too long, with an ellipsis."""
    return text if len(text) <= characters else f"{text[: characters - 2]} …"


def bullets(lines: Sequence[str]) -> str:
    """A list that shows its beginning and says how much follows."""
    shown = [f"- {line}" for line in lines[:SHOWN]]
    if len(lines) > SHOWN:
        shown.append(f"- and {len(lines) - SHOWN:,} more, in answer.csv")
    return "\n".join(shown)


def counted(number: int, singular: str, plural: str = "") -> str:
    """``1 job``, ``2,000 jobs``."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def joined(parts: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


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
