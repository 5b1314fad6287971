"""What is expected of feeds: a CSV of patterns, with the most hours a feed may be old and its least size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fnmatch import fnmatchcase

from core.errors import UserFacingError
from core.tools.input_files import InputSource
from core.tools.tables import fitted, table_of

COLUMNS = ("feed", "max_age_hours")
_LARGEST = 10**15


@dataclass(frozen=True, slots=True)
class Expectation:
    """``pattern`` is a name with ``*``; ``line`` is where it stands."""

    pattern: str
    most: timedelta | None
    least_bytes: int
    line: int

    def is_for(self, feed: str) -> bool:
        """Whether a feed is meant, with or without its folders."""
        return fnmatchcase(feed, self.pattern) or fnmatchcase(feed.rpartition("/")[2], self.pattern)


def split_expectations(sources: Sequence[InputSource]) -> tuple[list[InputSource], list[Expectation]]:
    """The files to check, and what is expected of them."""
    expecting = [source for source in sources if _says_what_is_expected(source)]
    return (
        [source for source in sources if source not in expecting],
        [each for source in expecting for each in _read(source)],
    )


def _says_what_is_expected(source: InputSource) -> bool:
    try:
        return set(COLUMNS) <= {cell.strip().lower() for cell in table_of(source).header}
    except UserFacingError:
        return False


def _read(source: InputSource) -> Iterator[Expectation]:
    table = table_of(source)
    header = [cell.strip().lower() for cell in table.header]
    for line, cells in table.rows():
        row = dict(zip(header, (cell.strip() for cell in fitted(cells, len(header))), strict=False))
        if row["feed"]:
            hours = _number(source.name, line, row["max_age_hours"])
            least = _number(source.name, line, row.get("min_bytes", ""))
            yield Expectation(row["feed"], timedelta(hours=hours) if hours else None, int(least), line)


def _number(name: str, line: int, text: str) -> float:
    """A number from zero on; nothing counts as zero. Raises UserFacingError for anything else."""
    try:
        number = float(text or 0)
    except ValueError:
        number = -1
    if not 0 <= number < _LARGEST:
        raise UserFacingError(f"{name}, line {line:,}: '{text[:40]}' is no number; correct it.")
    return number
