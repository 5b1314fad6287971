"""What can possibly run: which jobs can start, succeed and fail when some are on hold, on ice or fail."""

from collections.abc import Collection, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from .edge import Edge, Status
from .estate import Estate
from .exit_codes import can_fail_with
from .job import Job
from .links import Links
from .references import lenient_condition

if TYPE_CHECKING:
    from .condition import Atom, Condition


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


class Setting(NamedTuple):
    """What is taken for granted: jobs on hold, jobs on ice, and one job (or none) that ends in FAILURE."""

    held: frozenset[str]
    iced: frozenset[str]
    failing: Job | None = None

    def bars(self, test: "Atom | Edge", name: str) -> bool:
        """Whether the job that fails keeps a test from coming true: on TERMINATED, or on other exit codes."""
        if self.failing is None or name != self.failing.name or test.instance is not None:
            return False
        if test.status == "exitcode":
            return not can_fail_with(self.failing, test.operator, test.value)
        return test.status == "terminated"


class Possible:
    """Settles step by step what jobs can reach, as far as the definitions tell.

    Every schedule fires, every exit code and global can take any value, other schedulers deliver. A job on
    hold never starts; one on ice never starts either, but satisfies all that wait for it. A job that
    is said to fail can start and does not succeed. A job starts when
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
        self.marked = Setting(
            frozenset(job.name for job in self._jobs.values() if _status(job) == "ON_HOLD"),
            frozenset(job.name for job in self._jobs.values() if _status(job) == "ON_ICE"),
        )

    @cached_property
    def usual(self) -> Outcome:
        """The outcome with nothing on hold or on ice but what the files put there."""
        return self.settle(self._jobs, Outcome(set(), set(), set()), self.marked)

    def settle(self, names: Iterable[str], known: Outcome, setting: Setting) -> Outcome:
        """Add to ``known`` what ``names`` can reach, until nothing more can be added."""
        queue = list(names)
        scope = set(queue)
        for name in queue:
            if self._advance(name, known, setting):
                queue += [other for other in self._followers(name) if other in scope]
        return known

    def _advance(self, name: str, known: Outcome, setting: Setting) -> bool:
        if name in setting.held:
            return False
        if name in setting.iced:
            return known.add(name, succeeded=True, failed=True)
        if name not in known.started and not self._starts(name, known, setting):
            return False
        failing = setting.failing is not None and setting.failing.name == name
        return known.add(
            name,
            started=True,
            succeeded=not failing and self._succeeds(name, known, setting),
            failed=self._fails(name, known, setting),
        )

    def _starts(self, name: str, known: Outcome, setting: Setting) -> bool:
        box = self._jobs[name].box
        if box is not None and box not in known.started:
            return False
        firsts = self._waits.get(name)
        if not firsts or (known.succeeded.issuperset(firsts) and known.failed.issuperset(firsts)):
            return True
        return self._holds(name, "condition", known, setting)

    def _succeeds(self, name: str, known: Outcome, setting: Setting) -> bool:
        if self._jobs[name].text("box_success"):
            return self._holds(name, "box_success", known, setting)
        return known.succeeded.issuperset(self._members.get(name, ()))

    def _fails(self, name: str, known: Outcome, setting: Setting) -> bool:
        if self._jobs[name].text("box_failure"):
            return self._holds(name, "box_failure", known, setting)
        return all(known.allows("done", member) for member in self._members.get(name, ()))

    def _holds(self, name: str, kind: str, known: Outcome, setting: Setting) -> bool:
        key = (name, kind)
        if key not in self._conditions:
            self._conditions[key] = lenient_condition(self._jobs[name], kind)
        condition = self._conditions[key]
        return condition is None or condition.holds(
            lambda atom: (
                atom.satisfiable
                or (known.allows(atom.status, atom.name) and not setting.bars(atom, atom.name))
            )
        )

    def _followers(self, name: str) -> Iterable[str]:
        yield from (edge.target for edge in self._links.edges_out_of(name))
        box = self._jobs[name].box
        if box is not None:
            yield box


def _status(job: Job) -> str:
    return job.text("status").strip().upper()
