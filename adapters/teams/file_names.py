"""The names under which the files of an answer are handed over."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from core.artifact import safe_name
from core.chat.plain_text import printable
from core.chat.surface import Deliverable


def named(items: Iterable[Deliverable]) -> Iterator[tuple[str, Deliverable]]:
    """Each file with a name of its own; to SharePoint, large and small letters are the same."""
    taken: set[str] = set()
    for item in items:
        name = plain = PurePosixPath(safe_name(printable(item.artifact.name)))
        number = 1
        while str(name).casefold() in taken:
            number += 1
            name = plain.with_name(f"{plain.stem} ({number}){plain.suffix}")
        taken.add(str(name).casefold())
        yield str(name), item
