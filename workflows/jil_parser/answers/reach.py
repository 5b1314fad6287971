"""What a job waits for, and what waits for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.contracts import Answer
from workflows.jil_parser.engine.dependencies import ALL_KINDS, ORDERING_KINDS, Dependencies, Reached
from workflows.jil_parser.engine.edge import GLOBAL_PREFIX
from workflows.jil_parser.finding import Finding, bounded, bullets, code, counted, joined

UPSTREAM_SAYS = {
    "condition": "condition",
    "box": "the box it lies in",
    "member": "member that has to end",
    "box_success": "box_success",
    "box_failure": "box_failure",
    "notrunning": "must not run at the same time",
    "external": "on another scheduler",
    "global": "global variable",
}
DOWNSTREAM_SAYS = UPSTREAM_SAYS | {"box": "starts with its box", "member": "box that ends after its members"}


@dataclass(frozen=True, slots=True)
class Reach:
    """What was reached, told apart: jobs that are waited for or wait, and what only looks like it."""

    found: Sequence[Reached]

    @property
    def jobs(self) -> list[Reached]:
        """Defined jobs that are linked by order."""
        return [each for each in self.found if each.defined and ORDERING_KINDS & set(each.kinds)]

    @property
    def missing(self) -> list[Reached]:
        """Names that are waited for and not defined."""
        return [each for each in self.found if not each.defined and ORDERING_KINDS & set(each.kinds)]

    @property
    def depth(self) -> int:
        """The level of the farthest job."""
        return max((each.level for each in self.jobs), default=0)

    @property
    def besides(self) -> str:
        """What is named on the way and orders nothing here; a sentence or nothing."""
        unordered = [each for each in self.found if not ORDERING_KINDS & set(each.kinds)]
        external = sum("external" in each.kinds for each in unordered)
        variables = sum("global" in each.kinds for each in unordered)
        apart = len(unordered) - external - variables
        parts = [
            counted(len(self.missing), "name that is not defined", "names that are not defined")
            if self.missing
            else "",
            counted(external, "job on another scheduler", "jobs on other schedulers") if external else "",
            counted(variables, "global variable") if variables else "",
            f"{counted(apart, 'job')} that only must not run at the same time" if apart else "",
        ]
        told = list(filter(None, parts))
        return f" Besides: {joined(told)}." if told else ""


def upstream(dependencies: Dependencies, job: str, levels: int | None) -> Finding:
    """Everything that a job waits for, nearest first."""
    reach = Reach(dependencies.upstream(job, levels, ALL_KINDS))
    number = counted(len(reach.jobs), "job") if reach.jobs else "no job"
    return _finding(job, levels, reach, "upstream", f"{code(job)} waits for {number}")


def downstream(dependencies: Dependencies, job: str, levels: int | None) -> Finding:
    """Everything that waits for a job, nearest first."""
    reach = Reach(dependencies.downstream(job, levels, ALL_KINDS))
    number = counted(len(reach.jobs), "job waits", "jobs wait") if reach.jobs else "No job waits"
    return _finding(job, levels, reach, "downstream", f"{number} for {code(job)}")


def _finding(job: str, levels: int | None, reach: Reach, side: str, words: str) -> Finding:
    within = f" within {counted(levels, 'level')}" if levels is not None and reach.jobs else ""
    direct = sum(each.level == 1 for each in reach.jobs)
    says = UPSTREAM_SAYS if side == "upstream" else DOWNSTREAM_SAYS
    rows = [row_of(each) for each in reach.found]
    directly = "" if levels == 1 else _directly(direct, len(reach.jobs))
    return Finding(
        answer=Answer(
            finding=f"{words}{within}{directly}.{reach.besides}",
            numbers={side.capitalize(): len(reach.jobs), "Direct": direct, "Levels": reach.depth},
            details=bullets([line_of(each, says) for each in reach.found]),
            next_steps=_ideas(job, side),
        ),
        result={"current_job": job, "lineage_depth": reach.depth, **bounded(side, rows)},
        rows=rows,
        focus=[job, *(each.name for each in reach.found)],
        title=f"{side.capitalize()} of {job}" + (f", {counted(levels, 'level')}" if levels else ""),
        job=job,
    )


def _directly(direct: int, number: int) -> str:
    """How many of them are one step away, where that says more than the number itself."""
    if number < 2:
        return ", directly" if direct else ""
    return ", all of them directly" if direct == number else f", {direct:,} of them directly"


def row_of(found: Reached) -> dict[str, Any]:
    """One reached job as data."""
    return {
        "job": found.name,
        "level": found.level,
        "through": " ".join(found.kinds),
        "defined": found.defined,
    }


def line_of(found: Reached, says: Mapping[str, str]) -> str:
    """One reached job in words."""
    through = ", ".join(says[kind] for kind in found.kinds)
    special = {"external", "global"} & set(found.kinds)
    missing = "" if found.defined or special else ", NOT DEFINED"
    return f"level {found.level}: {code(found.name.removeprefix(GLOBAL_PREFIX))} ({through}{missing})"


def _ideas(job: str, side: str) -> list[str]:
    other = "downstream" if side == "upstream" else "upstream"
    return [f"Which jobs are {other} of {job}?", f"What breaks if I hold {job}?"]
