"""The ``edges`` part: every link but those from a box to its members, which the index has."""

from workflows.jil_parser.engine.edge import Edge
from workflows.jil_parser.engine.estate import Estate
from workflows.jil_parser.outputs.html_report.nodes import Nodes
from workflows.jil_parser.outputs.html_report.parts import json_part

Label = tuple[str | None, ...]


def edge_part(estate: Estate, nodes: Nodes) -> bytes:
    """Columns of source, target and label; a label is (kind, status, lookback, instance, operator, value).

    There are few distinct labels, so that each edge is three numbers.
    """
    edges = [edge for edge in estate.edges if edge.kind != "member"]
    numbers: dict[Label, int] = {}
    label = [numbers.setdefault(_label(edge), len(numbers)) for edge in edges]
    places, source = estate.positions, nodes.source
    columns = {
        "source": [source(edge) for edge in edges],
        "target": [places[edge.target] for edge in edges],
        "label": label,
        "labels": list(numbers),
    }
    return json_part("edges", columns)


def _label(edge: Edge) -> Label:
    return edge[2:]
