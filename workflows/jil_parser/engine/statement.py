"""One statement of a script: a verb, a name and the attributes below it."""

from dataclasses import dataclass

Value = str | list[str]


@dataclass(slots=True)
class Statement:
    """A statement as written, repeats resolved. ``lines`` gives the line of each attribute, counted from 1."""

    verb: str
    name: str
    file: str
    line: int
    values: dict[str, Value]
    lines: dict[str, int]


def plain_name(text: str) -> str:
    r"""A name with ``\:`` unescaped, as names are compared."""
    return text.replace("\\:", ":")
