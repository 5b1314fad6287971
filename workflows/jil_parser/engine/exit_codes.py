"""Exit codes: which of them make a job end in FAILURE, and whether a test on them can then be true."""

import operator
import re
from collections.abc import Callable
from typing import Final

from .job import Job

_COMPARE: Final[dict[str, Callable[[int, int], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_LARGEST: Final = 2**31 - 1
_RANGE: Final = re.compile(r"\s*(\d{1,10})\s*(?:-\s*(\d{1,10})\s*)?")
Ranges = list[tuple[int, int]]


def can_fail_with(job: Job, comparison: str | None, value: str | None) -> bool:
    """Whether an exit code that means FAILURE for the job passes a test such as ``e(JOB) > 3``.

    ``fail_codes`` names the failures, else ``success_codes`` all others, else every code above
    ``max_exit_success`` (0 unless given) is one. A comparison nobody can read is taken to be passed.
    """
    compare = _COMPARE.get(comparison or "")
    if compare is None or value is None or not re.fullmatch(r"-?\d{1,18}", value):
        return True
    failing, succeeding = _ranges(job.text("fail_codes")), _ranges(job.text("success_codes"))
    most = _ranges(job.text("max_exit_success"))
    succeeding = succeeding or [(0, most[0][1] if most else 0)]
    number = int(value)
    edges = [number, _LARGEST, *(end for pair in (*failing, *succeeding) for end in pair)]
    codes = {code for edge in edges for code in (edge - 1, edge, edge + 1) if 0 <= code <= _LARGEST}
    return any(
        compare(code, number) and (_within(code, failing) if failing else not _within(code, succeeding))
        for code in codes
    )


def _ranges(text: str) -> Ranges:
    """``"1, 4-6"`` as pairs; what is no number is left out."""
    found = (_RANGE.fullmatch(part) for part in text.strip().strip('"').split(","))
    return [(int(match[1]), int(match[2] or match[1])) for match in found if match]


def _within(code: int, ranges: Ranges) -> bool:
    return any(low <= code <= high for low, high in ranges)
