"""Texts of a workflow as Markdown that shows them letter by letter."""

import re

from core.one_line import one_line

LONGEST = 2_000
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~!&$^])")
_BEGINNINGS = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+=])")


def literally(text: str) -> str:
    """One line in which nothing is markup, at whatever place it stands."""
    escaped = _MARKS.sub(r"\\\1", one_line(text, LONGEST))
    return _BEGINNINGS.sub(lambda found: f"{found[1] or ''}\\{found[2] or found[3]}", escaped)


def code(text: str) -> str:
    """One line as code, also in a table; it may hold backticks."""
    line = one_line(text, LONGEST).replace("|", "\\|")
    fence = "`" * (1 + max(map(len, re.findall(r"`+", line)), default=0))
    blank = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{blank}{line}{blank}{fence}" if line else ""


def table(titles: list[str], rows: list[list[str]]) -> list[str]:
    """Lines of a table; the cells are Markdown."""
    lines = [titles, ["---"] * len(titles), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]
