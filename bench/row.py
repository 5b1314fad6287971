"""One figure of a benchmark."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A figure, and what its baseline took in the same run, in the same unit."""

    what: str
    value: float
    unit: str
    baseline: float

    @property
    def ratio(self) -> float:
        """How many times the baseline this is."""
        return self.value / self.baseline
