"""Whether a graph is still the one that a run stands in: LangGraph drops what a node gets that is gone."""

from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from core.errors import UserFacingError

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph
    from core.workflow_registry import WorkflowRegistry


class GraphChanged(UserFacingError):  # noqa: N818 - it says what has happened
    """A release changed the graph while a run stood in it: an answer would get lost there."""

    def __init__(self) -> None:
        super().__init__(
            "I was updated before this was finished, and cannot go on where it stood; ask again."
        )


@lru_cache(maxsize=256)
def fingerprint(graph: "CompiledGraph") -> str:
    """16 hexadecimal digits over the nodes, the edges and the state of a graph and of those inside it."""
    drawn = graph.get_graph(xray=True)
    edges = sorted(f"{edge.source}>{edge.target}" for edge in drawn.edges)
    state = sorted(f"{name}:{type(channel).__name__}" for name, channel in graph.channels.items())
    return sha256("\n".join([*sorted(drawn.nodes), *edges, *state]).encode()).hexdigest()[:16]


def workflow_fingerprint(registry: "WorkflowRegistry", name: str) -> str:
    """The same over a workflow and all that it runs, which its own graph does not show."""
    own = fingerprint(registry.get_workflow(name))
    parts = [fingerprint(registry.get_workflow(part)) for part in registry.parts_of(name)]
    return sha256("\n".join([own, *parts]).encode()).hexdigest()[:16] if parts else own
