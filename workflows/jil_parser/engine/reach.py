"""Reach: everything up or down from a job, level by level."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from .links import ORDERING_KINDS, Link, LinkKind, Moment


@dataclass(frozen=True, slots=True)
class Reached:
    """Something a job waits for, or that waits for it.

    ``level`` is the number of links of a shortest way. ``kinds`` are the kinds of the last links of the
    shortest ways, sorted. ``defined`` is False for a name without a job: a lost reference, ``job^INSTANCE``
    or ``$GLOBAL:NAME``.
    """

    name: str
    level: int
    kinds: tuple[LinkKind, ...]
    defined: bool


def walk(
    start: Moment, step: Callable[[Moment], list[Link]], levels: int | None, kinds: Collection[LinkKind]
) -> dict[str, tuple[int, set[LinkKind]]]:
    """Breadth-first walk over links of some kinds: for each name its level and the kinds that lead there.

    Links that order nothing are reported but not followed. The start is left out.
    """
    found: dict[str, tuple[int, set[LinkKind]]] = {start[0]: (0, set())}
    seen = {start}
    front = [start]
    level = 0
    while front and (levels is None or level < levels):
        level += 1
        following = []
        for at in front:
            for link in step(at):
                moment, kind = link
                if kind not in kinds:
                    continue
                if moment[0] not in found:
                    found[moment[0]] = (level, {kind})
                elif found[moment[0]][0] == level:
                    found[moment[0]][1].add(kind)
                if moment not in seen and kind in ORDERING_KINDS:
                    seen.add(moment)
                    following.append(moment)
        front = following
    del found[start[0]]
    return found
