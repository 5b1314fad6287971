"""How the schema of a feed changes from one file to the next."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median

from core.tools.tables import SEPARATORS
from core.tools.telling import code, counted, joined
from core.tools.text_encoding import NAMES
from core.tools.value_types import type_of_values

from .state import Schema

FEW = 0.5
"""The share of the usual number of rows from which a file is taken for incomplete."""

SHOWN = 8
_DIGITS = re.compile(r"\d+(?:[-_.T ]?\d+)*")


def feeds_of(schemas: Sequence[Schema]) -> dict[str, list[Schema]]:
    """Files by their names without dates and numbers, oldest first; all as one feed if no two are of one."""
    ordered = sorted(schemas, key=lambda schema: (_feed(schema["name"]), _natural(schema["name"])))
    feeds = {feed: list(files) for feed, files in groupby(ordered, key=lambda schema: _feed(schema["name"]))}
    if all(len(files) == 1 for files in feeds.values()):
        return {"": sorted(schemas, key=lambda schema: schema["position"])}
    return feeds


def changes_of(files: Sequence[Schema]) -> Iterator[tuple[Schema, list[str]]]:
    """Each file of a feed that differs from the one before, with the differences in words."""
    usual = median(file["rows"] for file in files)
    for before, after in pairwise(files):
        found = [*_columns(before, after), *_types(before, after), *_notation(before, after)]
        if len(files) > 2 and after["rows"] < FEW * usual:
            found.append(f"has {counted(after['rows'], 'row')}, usual are {usual:,.0f}")
        if found:
            yield after, found


def _feed(name: str) -> str:
    return _DIGITS.sub("#", name.lower())


def _natural(name: str) -> list[tuple[int, str]]:
    """File 9 before file 10."""
    parts = re.split(r"(\d+)", name)
    return [(int(part[:18]) if part.isdecimal() else 0, part) for part in parts]


def _columns(before: Schema, after: Schema) -> Iterator[str]:
    old, new = list(before["columns"]), list(after["columns"])
    if added := [name for name in new if name not in before["columns"]]:
        yield f"{_named(added)} {_are(added)} new"
    if dropped := [name for name in old if name not in after["columns"]]:
        yield f"{_named(dropped)} {_are(dropped)} gone"
    kept = [name for name in old if name in after["columns"]]
    now = [name for name in new if name in before["columns"]]
    if kept != now:
        first = next(after for before, after in zip(kept, now, strict=True) if before != after)
        yield f"the columns stand in another order, from {code(first)} on"


def _types(before: Schema, after: Schema) -> Iterator[str]:
    """Types that do not fit each other; whole numbers beside others do, and empty columns fit everything."""
    for name, kind in after["columns"].items():
        earlier = before["columns"].get(name, "empty")
        if kind != earlier and "empty" not in {kind, earlier} and _together(kind, earlier) == "text":
            example = after["examples"].get(name)
            such = f", such as {code(example, 40)}" if example else ""
            yield f"{code(name)} is {kind} and was {earlier}{such}"


def _together(one: str, other: str) -> str:
    return type_of_values({one: 1, other: 1})


def _notation(before: Schema, after: Schema) -> Iterator[str]:
    if before["separator"] != after["separator"]:
        was, now = SEPARATORS[before["separator"]], SEPARATORS[after["separator"]]
        yield f"cells are separated by {now}s and were by {was}s"
    if before["encoding"] != after["encoding"]:
        yield f"the encoding is {NAMES[after['encoding']]} and was {NAMES[before['encoding']]}"


def _named(names: Sequence[str]) -> str:
    more = [f"{len(names) - SHOWN:,} more"] if len(names) > SHOWN else []
    return joined([*map(code, names[:SHOWN]), *more])


def _are(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"
