"""The error for a job name that is not in the estate."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process, utils

_OFFERED = 5
_ALIKE = 70.0


class UnknownJobError(KeyError):
    """No job of this name; ``close`` are the names most like it, the best first."""

    def __init__(self, name: str, names: Iterable[str]) -> None:
        super().__init__(name)
        self.name = name
        self.close = close_names(name, names)

    def __str__(self) -> str:
        question = f" Did you mean {' or '.join(self.close)}?" if self.close else ""
        return f"There is no job {self.name}.{question}"


def close_names(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Up to five names most like this one, letters of either case counting the same."""
    found = process.extract(
        name,
        list(names),
        scorer=fuzz.ratio,
        processor=utils.default_process,
        limit=_OFFERED,
        score_cutoff=_ALIKE,
    )
    return tuple(match[0] for match in found)
