"""Boxes that stay RUNNING for ever because a member can never start."""

from collections.abc import Iterator

from ..condition import Atom, Condition
from ..diagnostic import Diagnostic, finding
from ..estate import Estate
from ..job import Job
from ..nesting import boxes_around
from ..references import lenient_condition

_SHOWN = 3


def check_completion(estate: Estate) -> Iterator[Diagnostic]:
    """box-cannot-complete, at the header of the box."""
    judge = _Judge(estate)
    for name in estate.members:
        box = estate.jobs.get(name)
        if box is None or box.type != "BOX" or _ends_by_condition(box):
            continue
        stuck = judge.stuck_members(name)
        if stuck:
            more = f" and {len(stuck) - _SHOWN} more" if len(stuck) > _SHOWN else ""
            message = f"{name} can never complete: {', '.join(stuck[:_SHOWN])}{more} cannot start or end."
            yield finding("box-cannot-complete", box.file, box.line, message, job=name)


def _ends_by_condition(box: Job) -> bool:
    return bool(box.text("box_success") or box.text("box_failure"))


class _Judge:
    """Finds, box by box, the members that can start, and remembers the verdict on inner boxes."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self._stuck: dict[str, list[str]] = {}
        self._conditions: dict[str, Condition | None] = {}
        self._undefined = {name for names in estate.waits.values() for name in names if name not in estate.jobs}

    def stuck_members(self, box: str) -> list[str]:
        """Direct members of a box that never start, and member boxes that cannot complete themselves."""
        for name in reversed(self._within(box)):
            if name not in self._stuck:
                self._stuck[name] = self._judge(name)
        return self._stuck[box]

    def _judge(self, box: str) -> list[str]:
        unfound = self._unfound(box)
        return [name for name in self._estate.members[box] if name in unfound or self._hangs(name)]

    def _hangs(self, name: str) -> bool:
        return bool(self._stuck.get(name)) and not _ends_by_condition(self._estate.jobs[name])

    def _within(self, box: str) -> list[str]:
        """The box and the boxes inside it, outer ones first; a ring of boxes is gone round once."""
        members = self._estate.members
        boxes = [box]
        seen = {box}
        for outer in boxes:
            inner = [name for name in members[outer] if name in members and name not in seen]
            seen.update(inner)
            boxes += inner
        return boxes

    def _unfound(self, box: str) -> set[str]:
        """Jobs inside the box, at any depth, that cannot be started step by step."""
        inside = [name for inner in self._within(box) for name in self._estate.members[inner] if name != box]
        unfound = set(inside)
        never = {*unfound, box, *boxes_around(self._estate.jobs, box)}
        waiting: dict[str, list[str]] = {}
        queue = inside
        for name in queue:
            if name not in unfound:
                continue
            blockers = self._blockers(name, box, never)
            if not blockers:
                unfound.discard(name)
                never.discard(name)
                queue += waiting.pop(name, ())
            for blocker in blockers:
                waiting.setdefault(blocker, []).append(name)
        return unfound

    def _blockers(self, name: str, box: str, never: set[str]) -> list[str]:
        """What a job inside the box waits for in vain so far: its own box inside, or jobs its condition names."""
        own = self._estate.jobs[name].box
        if own != box and own in never:
            return [own]
        firsts = self._estate.waits.get(name)
        if not firsts or (never.isdisjoint(firsts) and self._undefined.isdisjoint(firsts)):
            return []
        condition = self._condition(name)
        if condition is None or condition.holds(lambda atom: self._holds(atom, never)):
            return []
        return firsts

    def _holds(self, atom: Atom, never: set[str]) -> bool:
        return atom.satisfiable or (atom.name in self._estate.jobs and atom.name not in never)

    def _condition(self, name: str) -> Condition | None:
        if name not in self._conditions:
            self._conditions[name] = lenient_condition(self._estate.jobs[name])
        return self._conditions[name]
