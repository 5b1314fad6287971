"""Dependencies: questions about how the jobs of an estate hang together."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from .edge import Edge
from .estate import Estate
from .impact import Affected, Impact, Scenario, impact_of
from .links import ALL_KINDS, ORDERING_KINDS, LinkKind, Links
from .possible import Possible
from .reach import Reached, walk
from .unknown_job import UnknownJobError

__all__ = [
    "ALL_KINDS",
    "ORDERING_KINDS",
    "Affected",
    "Chain",
    "Cycle",
    "DanglingReference",
    "Dependencies",
    "Impact",
    "LinkKind",
    "Reached",
    "Scenario",
    "UnknownJobError",
]


@dataclass(frozen=True, slots=True)
class Chain:
    """A longest path: its jobs in the order they run."""

    jobs: tuple[str, ...]

    @property
    def length(self) -> int:
        """Number of ordering edges on the path."""
        return max(len(self.jobs) - 1, 0)


@dataclass(frozen=True, slots=True)
class Cycle:
    """Jobs that wait for each other: all in script order, and one way round (each waits for the next)."""

    jobs: tuple[str, ...]
    way: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DanglingReference:
    """An edge from a job that is not defined, with the place of the attribute that names it."""

    edge: Edge
    file: str
    line: int


class Dependencies:
    """The dependency graph of an estate. A job name it does not know raises UnknownJobError."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate

    @cached_property
    def _links(self) -> Links:
        return Links(self.estate)

    @cached_property
    def _possible(self) -> Possible:
        return Possible(self.estate, self._links)

    def roots(self) -> list[str]:
        """Jobs that wait for no other job: no ordering edge leads to them and they are in no box."""
        jobs = self.estate.jobs
        return [
            name
            for name, before, _ in self.estate.ordering.degrees()
            if not before and jobs[name].box is None
        ]

    def leaves(self) -> list[str]:
        """Jobs no other job waits for: no ordering edge leaves them and they are no box with members."""
        members = self.estate.members
        return [
            name for name, _, behind in self.estate.ordering.degrees() if not behind and name not in members
        ]

    @cached_property
    def longest_chain(self) -> Chain:
        """A longest path over ordering edges, jobs of rings left out."""
        return Chain(tuple(self.estate.ordering.longest_chain()))

    @cached_property
    def cycles(self) -> tuple[Cycle, ...]:
        """The sets of two or more jobs that wait for each other, in script order."""
        ordering = self.estate.ordering
        return tuple(Cycle(tuple(ring), tuple(ordering.way_round(ring))) for ring in ordering.rings)

    def dangling(self) -> list[DanglingReference]:
        """Every edge that names a job of this scheduler which is not defined, boxes included."""
        jobs = self.estate.jobs
        return [
            DanglingReference(
                edge, *jobs[edge.target].where("box_name" if edge.kind == "member" else edge.kind)
            )
            for edge in self.estate.edges
            if edge.source not in jobs and edge.names_job
        ]

    def type_counts(self) -> Counter[str]:
        """Number of jobs of each type."""
        return Counter(job.type for job in self.estate.jobs.values())

    def without_owner(self) -> list[str]:
        """Jobs with no owner or an empty one."""
        return [job.name for job in self.estate.jobs.values() if not job.text("owner")]

    def without_start_condition(self) -> list[str]:
        """Jobs nothing ever starts: date_conditions not true, no condition, in no box."""
        return [
            job.name for job in self.estate.jobs.values()
            if job.box is None and not job.text("condition") and not job.is_true("date_conditions")
        ]  # fmt: skip

    def upstream(
        self, name: str, levels: int | None = None, kinds: Collection[LinkKind] = ORDERING_KINDS
    ) -> list[Reached]:
        """What a job waits for before it can start, to so many levels (all if None), nearest first."""
        return self._reached(name, levels, kinds, up=True)

    def downstream(
        self, name: str, levels: int | None = None, kinds: Collection[LinkKind] = ORDERING_KINDS
    ) -> list[Reached]:
        """What waits for a job to start or end, to so many levels (all if None), nearest first."""
        return self._reached(name, levels, kinds, up=False)

    def held(self, name: str) -> Impact:
        """What cannot run, cannot end, or runs all the same while a job is ON HOLD."""
        return self.impact(name, "hold")

    def impact(self, name: str, scenario: Scenario) -> Impact:
        """What changes for the others while a job is on hold, while it is on ice, or once it has failed."""
        self._require(name)
        return impact_of(self.estate, self._links, self._possible, name, scenario)

    def _reached(
        self, name: str, levels: int | None, kinds: Collection[LinkKind], *, up: bool
    ) -> list[Reached]:
        self._require(name)
        step = self._links.needed_by if up else self._links.needing
        found = walk((name, False), step, levels, kinds)
        jobs = self.estate.jobs
        return [
            Reached(other, level, tuple(sorted(through)), other in jobs)
            for other, (level, through) in found.items()
        ]

    def _require(self, name: str) -> None:
        if name not in self.estate.jobs:
            raise UnknownJobError(name, self.estate.jobs)
