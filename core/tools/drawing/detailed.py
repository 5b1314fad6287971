"""The picture of a small graph: every node, every group, every edge."""

from collections.abc import Mapping

from core.tools.drawing.document import sheet
from core.tools.drawing.frames import HEADER, Picture, lay_out
from core.tools.drawing.graph import MISSING, Edge, Graph, Node
from core.tools.drawing.markup import (
    Box,
    Font,
    arrowhead,
    curve,
    group,
    label,
    line,
    number,
    rect,
    symbol,
    words,
)
from core.tools.drawing.nesting import Nesting, chain, nest
from core.tools.drawing.signs import badge, census, edge_signs, flag_signs, kind_signs
from core.tools.drawing.style import FRAMES, MUTED, PAPER, RULE, Look, Looks, looks_of
from core.tools.drawing.text import CELL, attribute, cells, safe, shorten

NODE_HEIGHT = 38.0
FONT = 11.5
NARROWEST, WIDEST = 80.0, 240.0
_TEXT_LEFT = 23.0
_SMALL = 10.0
_NAME = Font(FONT, mono=True)
_GROUP_NAME = Font(FONT, mono=True, bold=True)


def draw_detailed(graph: Graph) -> str:
    """The picture of a clean graph."""
    looks = looks_of(graph)
    nesting = nest(graph)
    nodes = {node.id: node for node in graph.nodes}
    picture = lay_out(nesting, _sizes(graph, nodes))
    body = [_frame(name, nesting, picture, nodes, looks) for name in nesting.frames() if name is not None]
    body += [_edge(edge, number_, picture, looks) for number_, edge in enumerate(graph.edges)]
    body += [
        _node(node, picture.boxes[node.id], looks) for node in graph.nodes if node.id not in graph.groups
    ]
    legend = [*kind_signs(graph, looks), *flag_signs(graph, looks), *edge_signs(graph.edges, looks)]
    return sheet(graph.title, _caption(graph, picture), legend, body, (picture.width, picture.height))


def _sizes(graph: Graph, nodes: Mapping[str, Node]) -> dict[str, tuple[float, float]]:
    sizes = {node.id: (_width(node.label, _second_line(node)), NODE_HEIGHT) for node in graph.nodes}
    for name in graph.groups:
        node = nodes.get(name)
        sizes[name] = (
            _width(node.label if node else name, _second_line(node) if node else "") + 20,
            NODE_HEIGHT,
        )
    return sizes


def _width(text: str, small: str) -> float:
    wanted = max(cells(safe(text)) * FONT, cells(safe(small)) * _SMALL) * CELL + _TEXT_LEFT + 8
    return min(max(wanted, NARROWEST), WIDEST)


def _second_line(node: Node) -> str:
    return " \N{MIDDLE DOT} ".join(word for word in (node.kind, node.flag) if word)


def _border(look: Look | None, otherwise: str) -> tuple[str, str]:
    """Stroke colour and further attributes: a flagged border is heavier and may be dashed."""
    if look is None:
        return otherwise, ""
    return look.colour, ' stroke-width="2"' + (f' stroke-dasharray="{look.dash}"' if look.dash else "")


def _hint(node: Node) -> str:
    return " \N{EN DASH} ".join(part for part in (node.label, node.kind, node.flag) if part)


def _node(node: Node, box: Box, looks: Looks) -> str:
    kind, flag = looks.kinds[node.kind], looks.flags.get(node.flag or "")
    stroke, extra = _border(flag, kind.colour)
    fill = PAPER if node.flag == MISSING else kind.fill
    room = box.width - _TEXT_LEFT - 7
    small = _second_line(node)
    middle = box.y + box.height / 2
    parts = [
        rect(box, fill, stroke, extra),
        symbol(kind, box.x + 12, middle, 9),
        label(box.x + _TEXT_LEFT, middle + (-2 if small else 4), node.label, room, _NAME),
    ]
    if small:
        parts.append(_small_print(box.x + _TEXT_LEFT, middle + 12, small, room, flag))
    if flag:
        parts.append(badge(box.x + box.width - 3, box.y + 3, flag))
    return group(parts, _hint(node), f' class="node" data-id={attribute(node.id)}')


def _small_print(x: float, y: float, text: str, room: float, flag: Look | None) -> str:
    shown = shorten(safe(text), int(room / (_SMALL * CELL)))
    return words(x, y, shown, Font(_SMALL, flag.colour if flag else MUTED, mono=True, bold=flag is not None))


def _frame(name: str, nesting: Nesting, picture: Picture, nodes: Mapping[str, Node], looks: Looks) -> str:
    box, node = picture.boxes[name], nodes.get(name)
    level = len(chain(name, nesting.parents)) - 2
    flag = looks.flags.get(node.flag or "") if node else None
    stroke, extra = _border(flag, MUTED if node else RULE)
    text = node.label if node else name
    parts = [
        rect(box, FRAMES[level % len(FRAMES)], stroke, extra, radius=10),
        symbol(looks.kinds[node.kind], box.x + 15, box.y + HEADER / 2, 9) if node else "",
        label(box.x + (26 if node else 12), box.y + HEADER / 2 + 4, text, box.width - 40, _GROUP_NAME),
    ]
    small = _second_line(node) if node else ""
    used = 26 + cells(safe(text)) * FONT * CELL + 10
    if small and used + cells(safe(small)) * _SMALL * CELL < box.width - 12:
        parts.append(_small_print(box.x + used, box.y + HEADER / 2 + 4, small, box.width - used, flag))
    if flag:
        parts.append(badge(box.x + box.width - 5, box.y + 5, flag))
    return group(parts, _hint(node) if node else name, f' class="group" data-id={attribute(name)}')


def _edge(edge: Edge, position: int, picture: Picture, looks: Looks) -> str:
    look = looks.edges[edge.kind]
    hint = f"{edge.source} \N{RIGHTWARDS ARROW} {edge.target}" + (f" ({edge.kind})" if edge.kind else "")
    route = picture.routes.get(position)
    if route is None:
        return group(_loop(picture.boxes[edge.source], look, ordering=edge.ordering), hint, ' class="edge"')
    parts = [*line(curve(route), look), arrowhead(route, look, ordering=edge.ordering)]
    return group(parts, hint, ' class="edge"')


def _loop(box: Box, look: Look, *, ordering: bool) -> list[str]:
    """An edge back to its own node: round the upper left corner, in the free space around it."""
    x, y = box.x, box.y
    data = f"M{number(x + 22)} {number(y)}c0 -14 -36 -14 -36 2c0 8 6 10 14 10"
    return [*line(data, look), arrowhead([(x - 14, y + 12), (x, y + 12)], look, ordering=ordering)]


def _caption(graph: Graph, picture: Picture) -> list[str]:
    back = sum(1 for edge in graph.edges if edge.source == edge.target and edge.ordering)
    for position, route in picture.routes.items():
        back += graph.edges[position].ordering and route[-1][0] < route[0][0]
    lines = [f"All {census(graph)} are drawn. What comes first stands further left."]
    if back:
        lines.append(
            f"{back:,} {'arrow runs' if back == 1 else 'arrows run'} back to the left or to the same node."
        )
    missing = sum(node.flag == MISSING for node in graph.nodes)
    if missing:
        nodes = "node is" if missing == 1 else "nodes are"
        lines.append(f"{missing:,} {nodes} missing: named by an edge, but not defined.")
    return lines
