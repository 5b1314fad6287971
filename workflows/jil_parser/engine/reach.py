"""Reach: everything up or down from a job, level by level."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from .links import ORDERING_KINDS, Link, LinkKind, Moment


@dataclass(frozen=True, slots=True)
class Reached:
    """Something a job waits for, or that waits for it.

    ``level`` is the number of links of a shortest way. ``kinds`` are the kinds of the last links of the shortest
    ways, sorted. ``defined`` is False for a name without a job: a lost reference, ``job^INSTANCE`` or ``$GLOBAL:NAME``.
    """

    name: str
    level: int
    kinds: tuple[LinkKind, ...]
    defined: bool


def walk(
    start: Moment, step: Callable[[Moment], Iterator[Link]], levels: int | None, kinds: Collection[LinkKind]
) -> dict[str, tuple[int, set[LinkKind]]]:
    """Breadth-first walk over links of some kinds: for each name its level and the kinds that lead there.

    Links that order nothing are reported but not followed. The start is left out.
    """
    found: dict[str, tuple[int, set[LinkKind]]] = {start.job: (0, set())}
    seen = {start}
    front = [start]
    level = 0
    while front and (levels is None or level < levels):
        level += 1
        following = []
        for moment, kind in (link for at in front for link in step(at) if link.kind in kinds):
            known = found.setdefault(moment.job, (level, set()))
            if known[0] == level:
                known[1].add(kind)
            if kind in ORDERING_KINDS and moment not in seen:
                seen.add(moment)
                following.append(moment)
        front = following
    del found[start.job]
    return found
