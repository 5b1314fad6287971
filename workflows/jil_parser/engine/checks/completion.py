"""Boxes that stay RUNNING for ever because a member can never start."""

from collections.abc import Iterator
from typing import Final

from workflows.jil_parser.engine.condition import Atom, Condition
from workflows.jil_parser.engine.diagnostic import Diagnostic, finding
from workflows.jil_parser.engine.estate import Estate
from workflows.jil_parser.engine.job import Job
from workflows.jil_parser.engine.references import lenient_condition

_SHOWN: Final = 3
_LEVELS: Final = 100


def check_completion(estate: Estate) -> Iterator[Diagnostic]:
    """box-cannot-complete, at the header of the box."""
    suspects = _suspects(estate)
    judge = _Judge(estate)
    for name in sorted(suspects, key=estate.nesting.depth, reverse=True):
        judge.judge(name)
    for name in suspects:
        box, stuck = estate.jobs[name], judge.stuck.get(name, [])
        if stuck and box.type == "BOX" and not _ends_by_condition(box):
            more = f" and {len(stuck) - _SHOWN} more" if len(stuck) > _SHOWN else ""
            message = f"{name} can never complete: {', '.join(stuck[:_SHOWN])}{more} cannot start or end."
            yield finding("box-cannot-complete", box.file, box.line, message, job=name)


def _ends_by_condition(box: Job) -> bool:
    return bool(box.text("box_success") or box.text("box_failure"))


def _suspects(estate: Estate) -> dict[str, None]:
    """The boxes with a job inside that is not plainly able to start; only these need a closer look.

    A job plainly can start when its box and all it waits for come before it in the script and no box around
    it is among them. Where all jobs of a box are so, each can start once those before it have.
    """
    jobs, nesting, boxes = estate.jobs, estate.nesting, estate.members.keys()
    suspects: dict[str, None] = {}
    seen: set[str] = set()
    for name, job in jobs.items():
        box, firsts = job.box, estate.waits.get(name, ())
        if box is not None and not (
            (box in seen or box not in jobs)
            and seen.issuperset(firsts)
            and (boxes.isdisjoint(firsts) or not any(nesting.contains(first, name) for first in firsts))
        ):
            _add_around(jobs, box, suspects)
        seen.add(name)
    return suspects


def _add_around(jobs: dict[str, Job], box: str | None, suspects: dict[str, None]) -> None:
    while box is not None and box in jobs and box not in suspects:
        suspects[box] = None
        box = jobs[box].box


class _Judge:
    """Finds, box by box from the inside out, the members that can start."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self.stuck: dict[str, list[str]] = {}
        self._conditions: dict[str, Condition | None] = {}

    def judge(self, box: str) -> None:
        """Note the members of a box that never start, and member boxes that cannot complete themselves."""
        unfound = self._unfound(box)
        self.stuck[box] = [name for name in self._estate.members[box] if name in unfound or self._hangs(name)]

    def _hangs(self, name: str) -> bool:
        return bool(self.stuck.get(name)) and not _ends_by_condition(self._estate.jobs[name])

    def _inside(self, box: str) -> list[str]:
        """Jobs inside the box, outer ones first, to a hundred levels; no estate has more."""
        members = self._estate.members
        inside: list[str] = []
        seen = {box}
        front = [box]
        for _ in range(_LEVELS):
            front = [name for outer in front for name in members.get(outer, ()) if name not in seen]
            if not front:
                break
            seen.update(front)
            inside += front
        return inside

    def _unfound(self, box: str) -> set[str]:
        """Jobs inside the box that cannot be started step by step."""
        queue = self._inside(box)
        unfound = set(queue)
        waiting: dict[str, list[str]] = {}
        for name in queue:
            if name not in unfound:
                continue
            blockers = self._blockers(name, box, unfound)
            if not blockers:
                unfound.discard(name)
                queue += waiting.pop(name, ())
            for blocker in blockers:
                waiting.setdefault(blocker, []).append(name)
        return unfound

    def _blockers(self, name: str, box: str, unfound: set[str]) -> list[str]:
        """What a job inside the box waits for in vain so far: its own box, or jobs its condition names."""
        own = self._estate.jobs[name].box
        if own != box and own in unfound:
            return [own]
        firsts = self._estate.waits.get(name, [])
        if all(self._counts(first, box, unfound) for first in firsts):
            return []
        condition = self._condition(name)
        if condition is None or condition.holds(lambda atom: self._holds(atom, box, unfound)):
            return []
        return firsts

    def _holds(self, atom: Atom, box: str, unfound: set[str]) -> bool:
        return atom.satisfiable or self._counts(atom.name, box, unfound)

    def _counts(self, name: str, box: str, unfound: set[str]) -> bool:
        """Whether a job is there, is not still to be found, and is neither the box nor around it."""
        estate = self._estate
        return (
            name in estate.jobs
            and name not in unfound
            and name != box
            and not estate.nesting.contains(name, box)
        )

    def _condition(self, name: str) -> Condition | None:
        if name not in self._conditions:
            self._conditions[name] = lenient_condition(self._estate.jobs[name])
        return self._conditions[name]
