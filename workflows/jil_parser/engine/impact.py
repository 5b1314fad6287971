"""Impact: what a job on hold keeps from running."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .edge import Edge, Status
from .estate import Estate
from .links import ORDERING_KINDS, LinkKind, Links
from .possible import Outcome, Possible
from .reach import walk


@dataclass(frozen=True, slots=True)
class Affected:
    """A job below the held one: its level, and what it lacks or can do without as (kind, name) pairs."""

    name: str
    level: int
    because: tuple[tuple[LinkKind, str], ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """What happens while ``job`` is on hold, each list by level and then in script order.

    ``waiting`` never start. Boxes that start: ``incomplete`` stay RUNNING, ``failing`` can now end only in
    FAILURE. ``unaffected`` name something that is lost but run all the same (another branch of an OR,
    notrunning). ``stuck_anyway`` could not run before either; ``able`` is False if the job itself could not:
    a hold then changes nothing. ``on_ice`` and ``on_hold`` are other jobs the files put on ice or hold, which
    the answer takes for granted.
    """

    job: str
    able: bool
    waiting: tuple[Affected, ...]
    incomplete: tuple[Affected, ...]
    failing: tuple[Affected, ...]
    unaffected: tuple[Affected, ...]
    stuck_anyway: tuple[str, ...]
    on_ice: tuple[str, ...]
    on_hold: tuple[str, ...]


def impact_of_hold(estate: Estate, links: Links, possible: Possible, name: str) -> Impact:
    """The impact of holding a job that is defined."""
    found = walk((name, False), links.needing, None, ORDERING_KINDS)
    levels = {other: level for other, (level, _) in found.items() if other in estate.jobs}
    place = estate.positions.__getitem__
    below = sorted(levels, key=lambda other: (levels[other], place(other)))
    others = possible.usual.without([name, *below])
    before = possible.settle([name, *below], others.without(()), possible.held - {name})
    after = possible.settle([name, *below], others, possible.held | {name})
    loss = _Loss(links, before, after)

    def pick(test: Callable[[str], bool]) -> tuple[Affected, ...]:
        return tuple(Affected(other, levels[other], loss.needs(other)) for other in below if test(other))

    able = before.started | possible.iced
    return Impact(
        job=name,
        able=name in able,
        waiting=pick(loss.never_starts),
        incomplete=pick(loss.never_ends),
        failing=pick(loss.only_fails),
        unaffected=(*pick(loss.does_without), *loss.apart_from(name)),
        stuck_anyway=tuple(other for other in below if other not in able),
        on_ice=tuple(sorted(possible.iced - {name}, key=place)),
        on_hold=tuple(sorted(possible.held - {name}, key=place)),
    )


class _Loss:
    """The difference a hold makes."""

    def __init__(self, links: Links, before: Outcome, after: Outcome) -> None:
        self._links = links
        self._before = before
        self._after = after

    def never_starts(self, name: str) -> bool:
        """Whether a job no longer starts."""
        return name in self._before.started and name not in self._after.started

    def never_ends(self, name: str) -> bool:
        """Whether a box still starts but no longer ends."""
        return name in self._after.started and self._lost("done", name)

    def only_fails(self, name: str) -> bool:
        """Whether a box still ends, but no longer in SUCCESS."""
        return self._after.allows("done", name) and self._lost("success", name)

    def does_without(self, name: str) -> bool:
        """Whether a job starts and succeeds as before although something it names is lost."""
        return self._runs_as_before(name) and bool(self.needs(name))

    def needs(self, name: str) -> tuple[tuple[LinkKind, str], ...]:
        """The lost things a job names or lies in: those of its start, or of its end if it still starts."""
        found = self._end_needs(name) if name in self._after.started else self._start_needs(name)
        return tuple(
            dict.fromkeys([*found, *(self._start_needs(name) if name in self._after.started else ())])
        )

    def apart_from(self, held: str) -> Iterator[Affected]:
        """Jobs that only must not run at the same time as the held one."""
        for edge in self._links.edges_out_of(held):
            if edge.status == "notrunning" and edge.target in self._after.started:
                yield Affected(edge.target, 1, (("notrunning", held),))

    def _runs_as_before(self, name: str) -> bool:
        after = self._after
        return name in after.started and after.allows("done", name) and not self._lost("success", name)

    def _lost(self, status: Status, name: str) -> bool:
        return self._before.allows(status, name) and not self._after.allows(status, name)

    def _start_needs(self, name: str) -> Iterator[tuple[LinkKind, str]]:
        for edge in self._links.edges_into(name):
            if edge.kind == "member" and self.never_starts(edge.source):
                yield "box", edge.source
            elif edge.kind == "condition" and self._edge_lost(edge):
                yield "condition", edge.source

    def _end_needs(self, name: str) -> Iterator[tuple[LinkKind, str]]:
        for edge in self._links.edges_into(name):
            if edge.kind in ("box_success", "box_failure") and self._edge_lost(edge):
                yield edge.kind, edge.source
        for edge in self._links.edges_out_of(name):
            if edge.kind == "member" and self._lost("success", edge.target):
                yield "member", edge.target

    def _edge_lost(self, edge: Edge) -> bool:
        return (
            edge.names_job and edge.status != "notrunning" and self._lost(edge.status or "done", edge.source)
        )
