"""What jobs can reach, worked out the long way: every rule tried on every job until nothing changes."""

import operator
from dataclasses import dataclass, field
from typing import Any

from workflows.jil_parser.engine.conditions import condition_tree, parse_condition
from workflows.jil_parser.engine.estate import Estate

COMPARE: Any = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt,
    ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip


@dataclass
class World:
    """An estate with one job held, iced, failing or (None) left to itself."""

    estate: Estate
    job: str
    scenario: str | None
    facts: set[tuple[str, str]] = field(default_factory=set)

    def settled(self) -> "World":
        while (grown := self.facts | self.round()) != self.facts:
            self.facts = grown
        return self

    def round(self) -> set[tuple[str, str]]:
        return {(kind, name) for name in self.estate.jobs for kind in self.reached(name)}

    def marked(self, name: str, status: str, scenario: str) -> bool:
        if name == self.job:
            return self.scenario == scenario
        return self.estate.jobs[name].text("status") == status

    def reached(self, name: str) -> set[str]:
        job = self.estate.jobs[name]
        if self.marked(name, "ON_HOLD", "hold"):
            return set()
        if self.marked(name, "ON_ICE", "ice"):
            return {"succeeded", "failed"}
        if job.box and ("started", job.box) not in self.facts:
            return set()
        if not self.true(job.text("condition")):
            return set()
        members = [other.name for other in self.estate.jobs.values() if other.box == name]
        found = {"started"}
        if self.ends(job.text("box_success"), all(("succeeded", each) in self.facts for each in members)):
            found.add("succeeded")
        if self.ends(job.text("box_failure"), all(self.done(each) for each in members)):
            found.add("failed")
        return found - {"succeeded"} if name == self.job and self.scenario == "fail" else found

    def ends(self, condition: str, otherwise: bool) -> bool:  # noqa: FBT001
        return self.true(condition) if condition else otherwise

    def true(self, condition: str) -> bool:
        return not condition or self.holds(condition_tree(parse_condition(condition)))

    def done(self, name: str) -> bool:
        return ("succeeded", name) in self.facts or ("failed", name) in self.facts

    def holds(self, tree: list[Any]) -> bool:
        if tree[0] == "and":
            return self.holds(tree[1]) and self.holds(tree[2])
        if tree[0] == "or":
            return self.holds(tree[1]) or self.holds(tree[2])
        letter, name = tree[:2]
        failing = name == self.job and self.scenario == "fail"
        if letter in "nv":
            return True
        if letter in "sft":
            reached = "succeeded" if letter == "s" else "failed"
            return (reached, name) in self.facts and not (failing and letter == "t")
        if letter == "e" and failing:
            most = int(self.estate.jobs[name].text("max_exit_success") or 0)
            failures = range(most + 1, most + 30)
            return ("failed", name) in self.facts and any(COMPARE[tree[2]](c, tree[3]) for c in failures)
        return self.done(name)

    def all(self, kind: str) -> set[str]:
        return {name for fact, name in self.facts if fact == kind}

    @property
    def over(self) -> set[str]:
        return self.all("succeeded") | self.all("failed")
