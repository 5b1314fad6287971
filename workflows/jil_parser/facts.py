"""The figures of an estate, each worked out once."""

from collections import Counter
from functools import cached_property

from workflows.jil_parser.engine.dependencies import DanglingReference, Dependencies


class Facts:
    """What the overview, the lists and the report tell about the same estate."""

    def __init__(self, dependencies: Dependencies) -> None:
        self.dependencies = dependencies
        self.estate = dependencies.estate

    @cached_property
    def types(self) -> Counter[str]:
        """Number of jobs of each type."""
        return self.dependencies.type_counts()

    @cached_property
    def severities(self) -> Counter[str]:
        """Number of diagnostics of each severity."""
        return Counter(diagnostic.severity for diagnostic in self.estate.diagnostics)

    @cached_property
    def codes(self) -> Counter[str]:
        """Number of diagnostics of each code."""
        return Counter(diagnostic.code for diagnostic in self.estate.diagnostics)

    @cached_property
    def dangling(self) -> list[DanglingReference]:
        """Every reference to a job or box that is not defined."""
        return self.dependencies.dangling()

    @cached_property
    def missing(self) -> list[str]:
        """Names that are waited for and not defined; a notrunning() on one is harmless and left out."""
        return sorted({each.edge.source for each in self.dangling if each.edge.status != "notrunning"})

    @cached_property
    def self_waiting(self) -> list[str]:
        """Jobs whose condition names themselves."""
        found = (each.job for each in self.estate.diagnostics if each.code == "self-dependency")
        return list(dict.fromkeys(found))

    @cached_property
    def roots(self) -> list[str]:
        """Jobs that wait for no other job and lie in no box."""
        return self.dependencies.roots()

    @cached_property
    def leaves(self) -> list[str]:
        """Jobs that no other job waits for."""
        return self.dependencies.leaves()

    @cached_property
    def ownerless(self) -> list[str]:
        """Jobs without an owner."""
        return self.dependencies.without_owner()

    @cached_property
    def startless(self) -> list[str]:
        """Jobs that nothing starts."""
        return self.dependencies.without_start_condition()

    @cached_property
    def busiest(self) -> list[str]:
        """The two jobs that most jobs wait for, else the first two there are."""
        waited_for = Counter(name for names in self.estate.waits.values() for name in names)
        defined = (name for name, _ in waited_for.most_common() if name in self.estate.jobs)
        found = [name for name, _ in zip(defined, range(2), strict=False)]
        return found or list(self.estate.jobs)[:2]
