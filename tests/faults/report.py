"""The page that says what faults cost."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.machine import machine
from tests.faults.tally import Tally

PAGE = Path(__file__).parents[2] / "docs" / "faults.md"
WORDS = Path(__file__).parent / "page.md"
"""The page around what was measured."""

COLUMNS = ("part", "minutes", "events", "acknowledged", "answered", "failed visibly", "faults")
ENDS = ("lost", "doubled", "other broken promises")


def page(tallies: Sequence[Tally], seed: int, lengths: str) -> str:
    """The page; ``lengths`` say how long the parts were."""
    faults = sum((each.faults for each in tallies), Counter[str]())
    run = [
        f"{datetime.now(UTC):%Y-%m-%d}: {lengths}; seed {seed}. The machine: {machine()}.",
        "",
        _row((*COLUMNS, *ENDS)),
        _row(("---", *["---:"] * (len(COLUMNS) + len(ENDS) - 1))),
        *(_row(_cells(each)) for each in tallies),
        *(f"\n- {sentence}" for each in tallies for sentence in each.broken),
        "",
        "The faults, by kind:",
        "",
        _row(("fault", "times")),
        _row(("---", "---:")),
        *(_row((name, str(count))) for name, count in sorted(faults.items())),
    ]
    return WORDS.read_text(encoding="utf-8").format(run="\n".join(run))


def _cells(each: Tally) -> tuple[str, ...]:
    counts = (each.events, each.acknowledged, each.answered, each.failed, each.faults.total())
    ends = (each.lost, each.doubled, each.other)
    return each.name, f"{each.seconds / 60:.1f}", *map(str, (*counts, *ends))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
