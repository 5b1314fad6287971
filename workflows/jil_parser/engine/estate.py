"""The estate: everything that was read, ready for questions."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from .diagnostic import Diagnostic
from .edge import Edge
from .job import DefinedObject, Job
from .nesting import Nesting
from .ordering import Ordering


@dataclass(frozen=True)
class SourceSummary:
    """One source as it was read: its name, encoding and number of lines."""

    name: str
    encoding: str
    lines: int


@dataclass(frozen=True)
class Estate:
    """The jobs of one script after its last line, in script order, with their edges and all diagnostics.

    ``objects`` are the machines, globals, calendars and so on that were defined, ``statements`` the number of
    statements of each verb. ``waits`` gives for each job with a condition the jobs it is ordered behind.
    """

    sources: tuple[SourceSummary, ...]
    jobs: dict[str, Job]
    edges: list[Edge]
    diagnostics: list[Diagnostic]
    objects: list[DefinedObject] = field(default_factory=list)
    statements: Counter[str] = field(default_factory=Counter)
    waits: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def members(self) -> dict[str, list[str]]:
        """Names of the direct members of each box, in script order."""
        return group_members(self.jobs.values())

    @cached_property
    def positions(self) -> dict[str, int]:
        """Place of each job in script order, from 0."""
        return {name: place for place, name in enumerate(self.jobs)}

    @cached_property
    def ordering(self) -> Ordering:
        """The graph of the ordering edges between jobs."""
        return Ordering(self.jobs, self.waits)

    @cached_property
    def _folded_names(self) -> dict[str, str]:
        return {name.casefold(): name for name in self.jobs}

    def hint(self, name: str) -> str:
        """A question that offers the job of the same name in other letters; "" if there is none."""
        found = self._folded_names.get(name.casefold())
        return f"Did you mean {found}?" if found else ""

    @cached_property
    def nesting(self) -> Nesting:
        """Which boxes lie around which jobs."""
        return Nesting(self.jobs, self.members)

    @cached_property
    def object_counts(self) -> Counter[str]:
        """Number of distinct objects defined, by kind: machine, global, calendar, ..."""
        return Counter(kind for kind, _ in sorted({(item.kind, item.name) for item in self.objects}))

    def as_dict(self) -> dict[str, object]:
        """The estate as a JSON object with the keys jobs, edges and diagnostics."""
        return {
            "jobs": [job.as_dict() for job in self.jobs.values()],
            "edges": [edge.as_dict() for edge in self.edges],
            "diagnostics": [diagnostic.as_dict() for diagnostic in self.diagnostics],
        }


def group_members(jobs: Iterable[Job]) -> dict[str, list[str]]:
    """Names of the direct members of each box that is named by a job, whether the box is defined or not."""
    members: dict[str, list[str]] = {}
    for job in jobs:
        if job.box is not None:
            members.setdefault(job.box, []).append(job.name)
    return members
