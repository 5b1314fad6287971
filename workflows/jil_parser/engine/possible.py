"""What can possibly run: which jobs can start, succeed and fail when some are on hold."""

from collections.abc import Collection, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from .edge import Status
from .estate import Estate
from .job import Job
from .links import Links
from .references import lenient_condition

if TYPE_CHECKING:
    from .condition import Condition


class Outcome(NamedTuple):
    """Names of the jobs that can start, can end in SUCCESS, and can end in FAILURE or TERMINATED."""

    started: set[str]
    succeeded: set[str]
    failed: set[str]

    def allows(self, status: Status | None, name: str) -> bool:
        """Whether a job can reach what a test with this status asks for."""
        if status == "success":
            return name in self.succeeded
        if status in ("failure", "terminated"):
            return name in self.failed
        return name in self.succeeded or name in self.failed

    def without(self, names: Collection[str]) -> "Outcome":
        """A copy that knows nothing of these jobs."""
        return Outcome(*(known.difference(names) for known in self))

    def add(self, name: str, *, started: bool = False, succeeded: bool = False, failed: bool = False) -> bool:
        """Note what a job can reach; tell whether any of it is new."""
        before = [name in known for known in self]
        for known, reached in zip(self, (started, succeeded, failed), strict=True):
            if reached:
                known.add(name)
        return before != [name in known for known in self]


class Possible:
    """Settles step by step what jobs can reach, as far as the definitions tell.

    Every schedule fires, every exit code and global can take any value, other schedulers deliver. A job on
    hold never starts; one on ice never starts either, but satisfies all that wait for it. A job starts when
    its box has started and its condition can come true. A box can succeed when its box_success can come true
    or, without one, when all its members can succeed; it can fail when its box_failure can come true or,
    without one, when all can end.
    """

    def __init__(self, estate: Estate, links: Links) -> None:
        self._jobs = estate.jobs
        self._members = estate.members
        self._waits = estate.waits
        self._links = links
        self._conditions: dict[tuple[str, str], Condition | None] = {}
        self.held = {job.name for job in self._jobs.values() if _status(job) == "ON_HOLD"}
        self.iced = {job.name for job in self._jobs.values() if _status(job) == "ON_ICE"}

    @cached_property
    def usual(self) -> Outcome:
        """The outcome with nothing on hold but what the files put on hold."""
        return self.settle(self._jobs, Outcome(set(), set(), set()), self.held)

    def settle(self, names: Iterable[str], known: Outcome, held: Collection[str]) -> Outcome:
        """Add to ``known`` what ``names`` can reach, until nothing more can be added."""
        queue = list(names)
        scope = set(queue)
        for name in queue:
            if self._advance(name, known, held):
                queue += [other for other in self._followers(name) if other in scope]
        return known

    def _advance(self, name: str, known: Outcome, held: Collection[str]) -> bool:
        if name in held:
            return False
        if name in self.iced:
            return known.add(name, succeeded=True, failed=True)
        if name not in known.started and not self._starts(name, known):
            return False
        members = self._members.get(name, [])
        return known.add(
            name,
            started=True,
            succeeded=self._ends(name, "box_success", known, members_do=known.succeeded.issuperset(members)),
            failed=self._ends(
                name, "box_failure", known, members_do=all(known.allows("done", member) for member in members)
            ),
        )

    def _starts(self, name: str, known: Outcome) -> bool:
        box = self._jobs[name].box
        if box is not None and box not in known.started:
            return False
        firsts = self._waits.get(name)
        if not firsts or (known.succeeded.issuperset(firsts) and known.failed.issuperset(firsts)):
            return True
        return self._holds(name, "condition", known)

    def _ends(self, name: str, kind: str, known: Outcome, *, members_do: bool) -> bool:
        return self._holds(name, kind, known) if self._jobs[name].text(kind) else members_do

    def _holds(self, name: str, kind: str, known: Outcome) -> bool:
        key = (name, kind)
        if key not in self._conditions:
            self._conditions[key] = lenient_condition(self._jobs[name], kind)
        condition = self._conditions[key]
        return condition is None or condition.holds(
            lambda atom: atom.satisfiable or known.allows(atom.status, atom.name)
        )

    def _followers(self, name: str) -> Iterable[str]:
        yield from (edge.target for edge in self._links.edges_out_of(name))
        box = self._jobs[name].box
        if box is not None:
            yield box


def _status(job: Job) -> str:
    return job.text("status").strip().upper()
