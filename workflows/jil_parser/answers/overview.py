"""What there is in an estate, and what is wrong with it."""

from collections import Counter
from typing import Any

from core.contracts import Answer
from workflows.jil_parser.engine.dependencies import Dependencies
from workflows.jil_parser.finding import Finding, bounded, code, counted


def overview(dependencies: Dependencies) -> Finding:
    """Counts, the longest chain, and everything that can keep a job from running."""
    facts = Facts(dependencies)
    return Finding(
        answer=Answer(
            finding=facts.sentence(), numbers=facts.numbers(), details=facts.problems(), next_steps=facts.ideas()
        ),
        result=facts.result(),
    )


class Facts:
    """The figures of an estate, worked out once."""

    def __init__(self, dependencies: Dependencies) -> None:
        self.dependencies = dependencies
        self.estate = dependencies.estate
        self.types = dependencies.type_counts()
        self.severities = Counter(diagnostic.severity for diagnostic in self.estate.diagnostics)
        self.dangling = [d for d in dependencies.dangling() if d.edge.status != "notrunning"]
        self.missing = sorted({d.edge.source for d in self.dangling})
        self.startless = dependencies.without_start_condition()

    def sentence(self) -> str:
        """The finding."""
        boxes = self.types.get("BOX", 0)
        size = f"{counted(len(self.estate.jobs), 'job')}, {counted(boxes, 'box', 'boxes')} among them"
        troubles = [
            counted(len(self.dependencies.cycles), "cycle") if self.dependencies.cycles else "",
            counted(len(self.missing), "missing job") + " waited for" if self.missing else "",
            f"{counted(len(self.startless), 'job')} that nothing starts" if self.startless else "",
        ]
        found = [trouble for trouble in troubles if trouble]
        return f"{size}; " + (f"watch out for {_joined(found)}." if found else "no cycle and no missing job.")

    def numbers(self) -> dict[str, str | int | float]:
        """The figures that fit on a card."""
        types = ", ".join(f"{name} {count:,}" for name, count in self.types.most_common(8))
        return {
            "Jobs": len(self.estate.jobs),
            "By type": types,
            "Dependencies": len(self.estate.edges),
            "Roots / leaves": f"{len(self.dependencies.roots()):,} / {len(self.dependencies.leaves()):,}",
            "Longest chain": f"{len(self.dependencies.longest_chain.jobs):,} jobs",
            "Cycles": len(self.dependencies.cycles),
            "Missing jobs": len(self.missing),
            "Without owner": len(self.dependencies.without_owner()),
            "Without start": len(self.startless),
            "Errors / warnings": f"{self.severities['error']:,} / {self.severities['warning']:,}",
        }

    def problems(self) -> str:
        """The first cycles and dangling references, by name and line."""
        lines = [f"- Cycle: {way_of(cycle.way)}" for cycle in self.dependencies.cycles[:5]]
        lines += [
            f"- {code(d.edge.target)} waits for {code(d.edge.source)}, which is not defined ({d.file}:{d.line})"
            for d in self.dangling[:8]
        ]
        more = max(len(self.dependencies.cycles) - 5, 0) + max(len(self.dangling) - 8, 0)
        return "\n".join([*lines, f"- and {more:,} more, in report.md"] if more else lines)

    def ideas(self) -> list[str]:
        """Questions worth asking of this very estate."""
        behind = Counter(edge.source for edge in self.estate.edges if edge.orders and edge.source in self.estate.jobs)
        names = [name for name, _ in behind.most_common(2)] or list(self.estate.jobs)[:2]
        asks = ("What breaks if I hold {}?", "Which jobs are upstream of {}?")
        return [ask.format(name) for ask, name in zip(asks, names, strict=False)]

    def result(self) -> dict[str, Any]:
        """The same as data."""
        chain = self.dependencies.longest_chain
        return {
            "counts": {
                "jobs": len(self.estate.jobs),
                "types": dict(self.types),
                "edges": len(self.estate.edges),
                "objects": dict(self.estate.object_counts),
                "diagnostics": dict(self.severities),
            },
            "lineage_depth": chain.length,
            **bounded("longest_chain", list(chain.jobs)),
            **bounded("roots", self.dependencies.roots()),
            **bounded("leaves", self.dependencies.leaves()),
            **bounded("cycles", [list(cycle.jobs) for cycle in self.dependencies.cycles]),
            **bounded("dangling", [{"job": d.edge.target, "missing": d.edge.source} for d in self.dangling]),
            **bounded("without_owner", self.dependencies.without_owner()),
            **bounded("without_start_condition", self.startless),
        }


def way_of(names: tuple[str, ...]) -> str:
    """A ring in words, back to its first job."""
    shown = [code(name) for name in (*names[:8], names[0])]
    return " waits for ".join(shown) if len(names) <= 8 else f"{' waits for '.join(shown[:8])} … ({len(names):,} jobs)"


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
