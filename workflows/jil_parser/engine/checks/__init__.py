"""Checks over a whole estate, each giving diagnostics."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from workflows.jil_parser.engine.diagnostic import Diagnostic

from .boxes import check_boxes
from .completion import check_completion
from .cycles import check_cycles
from .names import check_names
from .schedules import check_schedules

if TYPE_CHECKING:
    from workflows.jil_parser.engine.estate import Estate


def check_estate(estate: "Estate") -> Iterator[Diagnostic]:
    """All findings that need to know the whole estate."""
    yield from check_names(estate)
    yield from check_cycles(estate)
    yield from check_schedules(estate)
    yield from check_boxes(estate)
    yield from check_completion(estate)
