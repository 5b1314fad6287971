"""Jobs that wait for each other."""

from collections.abc import Iterator

from workflows.jil_parser.engine.diagnostic import Diagnostic, finding
from workflows.jil_parser.engine.estate import Estate

_SHOWN = 6


def check_cycles(estate: Estate) -> Iterator[Diagnostic]:
    """cycle, once per strongly connected set, at the header of its first job."""
    ordering = estate.ordering
    for ring in ordering.rings:
        first = estate.jobs[ring[0]]
        way = ordering.way_round(ring)
        shown = way[:_SHOWN] + ["…"] * (len(way) > _SHOWN)
        message = f"{len(ring)} jobs wait for each other: {' waits for '.join([*shown, way[0]])}."
        yield finding("cycle", first.file, first.line, message, job=first.name)
