"""Numbers for everything that a link names: the jobs first, in script order, then what no job is."""

from typing import Literal

from workflows.jil_parser.engine.edge import Edge
from workflows.jil_parser.engine.estate import Estate

Sort = Literal["missing", "global", "other scheduler", "object"]


class Nodes:
    """Jobs have their place in the script as number; other names get the next one when first asked for."""

    def __init__(self, estate: Estate) -> None:
        self._jobs = estate.positions
        self._others: dict[tuple[str, Sort], int] = {}

    def of(self, name: str, otherwise: Sort = "missing") -> int:
        """The job of this name, else a node of the given sort."""
        number = self._jobs.get(name)
        return self._other(name, otherwise) if number is None else number

    def source(self, edge: Edge) -> int:
        """What an edge comes from; a job of another scheduler is ``JOB^INSTANCE``, never the local job."""
        if edge.instance:
            return self._other(f"{edge.source}^{edge.instance}", "other scheduler")
        return self.of(edge.source, "global" if edge.status == "value" else "missing")

    def others(self) -> list[tuple[str, Sort]]:
        """The names beside the jobs so far, by number."""
        return list(self._others)

    def _other(self, name: str, sort: Sort) -> int:
        return self._others.setdefault((name, sort), len(self._jobs) + len(self._others))
