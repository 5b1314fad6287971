"""A place where workflows may stand, and how they are had from there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from core.base_workflow import BaseWorkflow, WorkflowMetadata

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph

Stamp = frozenset[tuple[str, int, int]]
"""Files with their sizes in bytes and their times of change in nanoseconds."""


class Known(Protocol):
    """The workflows that something made of workflows can be made of, by ``name`` or ``name@version``."""

    def get_metadata(self, name: str) -> WorkflowMetadata:
        """What a workflow says of itself; raises UserFacingError for an unknown one."""
        ...

    def get_workflow(self, name: str) -> "CompiledGraph":
        """Its graph; raises UserFacingError for an unknown one."""
        ...


@dataclass(frozen=True, slots=True)
class Source:
    """``name`` is for reading. ``load`` may raise anything.

    ``code`` is the folder whose Python is imported once and for all, if there is one.
    """

    name: str
    load: Callable[[], list[BaseWorkflow]]
    code: Path | None = None

    def stamp(self) -> Stamp:
        """The Python in the folder as it stands on the disk now."""
        found = self.code.rglob("*.py") if self.code else ()
        return frozenset((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in found)


Finder = Callable[[Path, Known, Known], Iterable[Source]]
"""Finds what is made of workflows in a trusted folder.

It is given the folder, the workflows to check against, and those to run, which may change later.
"""
