"""The columns that tell the rows of two tables apart: said by a person, or found in the rows."""

import re
from collections.abc import Sequence
from itertools import islice

from core.contracts import WorkflowInputParameter
from core.errors import UserFacingError
from core.tools.tables import Table, fitted
from core.tools.telling import code, joined

ROWS = 100_000
"""Rows of each table that are looked at to find a key; matching counts what repeats in all of them."""

SHOWN = 10
_CUE = re.compile(r"\b(?:by|on|key|keys|using)\b", re.IGNORECASE)
_TELLING = re.compile(
    r"(?:^|[_ ])(?:id|key|code|number|no|nr|num|uuid|guid)$|(?<=[a-z])(?:Id|ID|Key)$", re.IGNORECASE
)
"""How columns are called that number things."""


def keys_said(words: str, common: Sequence[str]) -> list[str]:
    """The columns that words name behind "by", "on" or "key", in the order of the words."""
    behind = " ".join(_CUE.split(words)[1:])
    places = {name: re.search(rf"(?<!\w){re.escape(name)}(?!\w)", behind, re.IGNORECASE) for name in common}
    found = sorted((place.start(), -len(name), name) for name, place in places.items() if place)
    ends, keys = 0, list[str]()
    for start, length, name in found:
        if start >= ends:  # "id" within "order id" is no name of its own
            keys.append(name)
            ends = start - length
    return keys


def keys_named(text: str, common: Sequence[str]) -> list[str]:
    """The columns of a list with commas; raises UserFacingError for one that is not in both tables."""
    known = {name.casefold(): name for name in common}
    named = [part.strip() for part in re.split(r"[,+]", text) if part.strip()]
    unknown = [name for name in named if name.casefold() not in known]
    if unknown:
        raise UserFacingError(
            f"There is no column {code(unknown[0], 60)} in both files; both have "
            f"{joined([code(name, 60) for name in common[:SHOWN]])}."
        )
    return [known[name.casefold()] for name in named]


def key_found(tables: Sequence[Table], common: Sequence[str]) -> str | None:
    """A column that is filled and has no value twice, in each table; one called like a number is better."""
    left = list(common)
    for table in tables:
        left = _distinct(table, left)
    return min(left, key=lambda name: (not _TELLING.search(name), common.index(name)), default=None)


def _distinct(table: Table, names: Sequence[str]) -> list[str]:
    """Those of the columns in which every row has a value of its own."""
    positions = {name: table.columns.index(name) for name in names}
    seen: dict[str, set[int]] = {name: set() for name in names}
    width = len(table.header)
    for _, cells in islice(table.rows(), ROWS):
        row = fitted(cells, width)
        for name in list(seen):
            value = row[positions[name]].strip()
            count = len(seen[name])
            seen[name].add(hash(value))
            if not value or len(seen[name]) == count:
                del seen[name]
        if not seen:
            break
    return list(seen)


def key_question(common: Sequence[str]) -> WorkflowInputParameter:
    """What to ask a person; only columns that both tables have are taken."""
    one = "|".join(re.escape(name) for name in sorted(common, key=len, reverse=True))
    names = joined([code(name, 60) for name in common[:SHOWN]])
    return WorkflowInputParameter(
        name="key",
        description="a column that both files have, or several by commas",
        pattern=rf"(?i)(?:{one})(?:\s*[,+]\s*(?:{one}))*",
        example=", ".join(common[:2]),
        prompt=(
            f"No single column tells all rows apart. Which ones do together? Both files have {names}; "
            "name one, or several by commas."
        ),
    )
