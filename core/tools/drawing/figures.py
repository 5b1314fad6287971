"""What is counted of every node and panel of a graph."""

from collections import Counter

from core.tools.drawing.graph import Graph, Node
from core.tools.drawing.ordering import depths_through_groups
from core.tools.drawing.panels import Panel


class Figures:
    """Of every node, its layer and how many edges end and start at it."""

    def __init__(self, graph: Graph) -> None:
        self.levels = depths_through_groups(graph)
        self._into = Counter(edge.target for edge in graph.edges)
        self._out = Counter(edge.source for edge in graph.edges)

    def hint(self, node: Node) -> str:
        """Name, kind, flag and the number of edges of a node."""
        dash = " \N{EN DASH} "
        about = dash.join(part for part in (node.label, node.kind, node.flag) if part)
        return f"{about}{dash}{self._into[node.id]:,} edges in, {self._out[node.id]:,} out"

    def subtitle(self, panel: Panel) -> str:
        """The size of a panel and the layers it spans."""
        layers = [self.levels[node.id] + 1 for node in panel.members]
        first, last = min(layers), max(layers)
        span = f"layer {first}" if first == last else f"layers {first}\N{EN DASH}{last}"
        nodes, edges = counted(len(layers), "node"), counted(panel.inside, "edge")
        return f"{nodes} \N{MIDDLE DOT} {span} \N{MIDDLE DOT} {edges} inside"


def counted(count: int, noun: str) -> str:
    """``1 node``, ``2,000 nodes``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
