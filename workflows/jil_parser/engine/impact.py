"""Impact: what changes for the others when a job is held, put on ice, or fails."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from .edge import Edge, Status
from .estate import Estate
from .links import ORDERING_KINDS, LinkKind, Links
from .possible import Outcome, Possible, Setting
from .reach import walk

Scenario = Literal["hold", "ice", "fail"]
"""Held, it never starts; on ice it never starts and counts as met; failing, it runs and ends in FAILURE."""


@dataclass(frozen=True, slots=True)
class Affected:
    """A job below the one in question: its level, and what it lacks or does without as (kind, name) pairs."""

    name: str
    level: int
    because: tuple[tuple[LinkKind, str], ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """What happens to the others in a scenario, each list by level and then in script order.

    ``waiting`` never start. Boxes that start: ``incomplete`` stay RUNNING, ``failing`` can now end only in
    FAILURE. ``going_on`` name ``job`` in their condition and start: on ice without its work, after a failure
    because of it (f, d, e); empty for a hold. ``unaffected`` are others that name something lost but run all
    the same (another branch of an OR, notrunning). ``released`` could not start before and ``completing``
    boxes could not end in SUCCESS; only ice brings that about. ``stuck_anyway`` could not run before either;
    ``able`` is False if ``job`` itself could not start, or could not end where it has to fail. ``on_ice`` and
    ``on_hold`` are other jobs the files put on ice or hold, which the answer takes for granted. ``box_ends``
    tells that the box around ``job`` can still end.
    """

    job: str
    scenario: Scenario
    able: bool
    waiting: tuple[Affected, ...]
    incomplete: tuple[Affected, ...]
    failing: tuple[Affected, ...]
    going_on: tuple[Affected, ...]
    unaffected: tuple[Affected, ...]
    released: tuple[Affected, ...]
    completing: tuple[Affected, ...]
    stuck_anyway: tuple[str, ...]
    on_ice: tuple[str, ...]
    on_hold: tuple[str, ...]
    box_ends: bool


def impact_of(estate: Estate, links: Links, possible: Possible, name: str, scenario: Scenario) -> Impact:
    """The impact of a scenario for a job that is defined."""
    found = walk((name, False), links.needing, None, ORDERING_KINDS)
    levels = {other: level for other, (level, _) in found.items() if other in estate.jobs}
    place = estate.positions.__getitem__
    below = sorted(levels, key=lambda other: (levels[other], place(other)))
    others = possible.usual.without([name, *below])
    usual, changed = _settings(estate, possible.marked, name, scenario)
    before = possible.settle([name, *below], others.without(()), usual)
    after = possible.settle([name, *below], others, changed)
    change = _Change(links, before, after, changed)

    def pick(test: Callable[[str], bool]) -> tuple[Affected, ...]:
        return tuple(Affected(other, levels[other], change.needs(other)) for other in below if test(other))

    able = before.failed if scenario == "fail" else before.started | usual.iced
    reached = before.started | usual.iced | after.started
    going_on = () if scenario == "hold" else tuple(sorted(change.going_on(name), key=lambda e: place(e.name)))
    told = {each.name for each in going_on}
    spared = (*pick(change.does_without), *(() if scenario == "fail" else change.apart_from(name)))
    return Impact(
        job=name,
        scenario=scenario,
        able=name in able,
        waiting=pick(change.never_starts),
        incomplete=pick(change.never_ends),
        failing=pick(change.only_fails),
        going_on=going_on,
        unaffected=tuple(each for each in spared if each.name not in told),
        released=pick(change.starts_now),
        completing=pick(change.succeeds_now),
        stuck_anyway=tuple(other for other in below if other not in reached),
        on_ice=tuple(sorted(possible.marked.iced - {name}, key=place)),
        on_hold=tuple(sorted(possible.marked.held - {name}, key=place)),
        box_ends=after.allows("done", estate.jobs[name].box or ""),
    )


def _settings(estate: Estate, marked: Setting, name: str, scenario: Scenario) -> tuple[Setting, Setting]:
    """What is taken for granted before and in a scenario; a hold on top of ice takes the ice away."""
    held, iced = marked.held - {name}, marked.iced - {name}
    match scenario:
        case "hold":
            return Setting(held, marked.iced), Setting(held | {name}, iced)
        case "ice":
            return Setting(held, iced), Setting(held, iced | {name})
        case "fail":
            return Setting(held, iced), Setting(held, iced, estate.jobs[name])


class _Change:
    """The difference a scenario makes."""

    def __init__(self, links: Links, before: Outcome, after: Outcome, setting: Setting) -> None:
        self._links = links
        self._before = before
        self._after = after
        self._setting = setting

    def never_starts(self, name: str) -> bool:
        """Whether a job no longer starts."""
        return name in self._before.started and name not in self._after.started

    def never_ends(self, name: str) -> bool:
        """Whether a box still starts but no longer ends."""
        return name in self._after.started and self._lost("done", name)

    def only_fails(self, name: str) -> bool:
        """Whether a box still ends, but no longer in SUCCESS."""
        return self._after.allows("done", name) and self._lost("success", name)

    def starts_now(self, name: str) -> bool:
        """Whether a job can start only now."""
        return name in self._after.started and name not in self._before.started

    def succeeds_now(self, name: str) -> bool:
        """Whether a box that could start before can end in SUCCESS only now."""
        return (
            name in self._before.started
            and name in self._after.succeeded
            and name not in self._before.succeeded
        )

    def going_on(self, job: str) -> Iterator[Affected]:
        """Jobs with a test on this one in their condition that can come true, and that can start."""
        seen = {job}
        for edge in self._links.edges_out_of(job):
            if edge.target not in seen and edge.orders and self._can_be_met(edge):
                seen.add(edge.target)
                yield Affected(edge.target, 1, (("condition", job),))

    def _can_be_met(self, edge: Edge) -> bool:
        after = self._after
        return (
            edge.target in after.started
            and after.allows(edge.status, edge.source)
            and not self._setting.bars(edge, edge.source)
        )

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
        """Jobs that only must not run at the same time as the one that does not run."""
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
        if not edge.names_job or edge.status == "notrunning":
            return False
        barred = self._setting.bars(edge, edge.source)
        return self._lost(edge.status or "done", edge.source) or (
            barred and self._before.allows(edge.status, edge.source)
        )
