"""The picture of a small graph: every node, every group, every edge."""

from core.tools.drawing.document import sheet
from core.tools.drawing.flow import best_fit
from core.tools.drawing.frames import Picture, lay_out
from core.tools.drawing.graph import MISSING, Edge, Graph
from core.tools.drawing.group_frames import GroupFrame, draw_frame, draw_frame_label
from core.tools.drawing.lines import arrowhead, curve, line
from core.tools.drawing.markup import Box, group, number
from core.tools.drawing.nesting import Nesting, chain, nest
from core.tools.drawing.node_boxes import box_size, draw_node
from core.tools.drawing.signs import census, edge_signs, flag_signs, kind_signs
from core.tools.drawing.style import Look, Looks, looks_of


def draw_detailed(graph: Graph) -> str:
    """The picture of a clean graph."""
    looks = looks_of(graph)
    nesting = nest(graph)
    sizes = _sizes(graph)
    picture = best_fit(lambda flow: lay_out(nesting, sizes, flow))
    frames = _frames(graph, nesting, picture)
    plain = [node for node in graph.nodes if node.id not in graph.groups]
    body = [
        *(draw_frame(frame, looks) for frame in frames),
        *(_edge(edge, position, picture, looks) for position, edge in enumerate(graph.edges)),
        *(draw_frame_label(frame, looks) for frame in frames),
        *(draw_node(node, picture.boxes[node.id], looks) for node in plain),
    ]
    legend = [*kind_signs(graph, looks), *flag_signs(graph, looks), *edge_signs(graph.edges, looks)]
    return sheet(graph.title, _caption(graph, picture), legend, body, (picture.width, picture.height))


def _sizes(graph: Graph) -> dict[str, tuple[float, float]]:
    """Sizes of nodes, and the least ones of groups, whose label has a margin."""
    nodes = {node.id: node for node in graph.nodes}
    sizes = {node.id: box_size(node.label, node) for node in graph.nodes}
    for name in graph.groups:
        node = nodes.get(name)
        width, height = box_size(node.label if node else name, node)
        sizes[name] = (width + 20, height)
    return sizes


def _frames(graph: Graph, nesting: Nesting, picture: Picture) -> list[GroupFrame]:
    nodes = {node.id: node for node in graph.nodes}
    return [
        GroupFrame(name, picture.boxes[name], len(chain(name, nesting.parents)) - 2, nodes.get(name))
        for name in nesting.frames()
        if name is not None
    ]


def _edge(edge: Edge, position: int, picture: Picture, looks: Looks) -> str:
    look = looks.edges[edge.kind]
    hint = f"{edge.source} \N{RIGHTWARDS ARROW} {edge.target}" + (f" ({edge.kind})" if edge.kind else "")
    route = picture.routes.get(position)
    if route is None:
        return group(_loop(picture.boxes[edge.source], look, ordering=edge.ordering), hint, ' class="edge"')
    head = arrowhead(route, look, picture.flow, ordering=edge.ordering)
    return group([*line(curve(route, picture.flow), look), head], hint, ' class="edge"')


def _loop(box: Box, look: Look, *, ordering: bool) -> list[str]:
    """An edge back to its own node: round the upper left corner, in the free space around it."""
    x, y = box.x, box.y
    data = f"M{number(x + 22)} {number(y)}c0 -14 -36 -14 -36 2c0 8 6 10 14 10"
    return [*line(data, look), arrowhead([(x - 14, y + 12), (x, y + 12)], look, ordering=ordering)]


def _caption(graph: Graph, picture: Picture) -> list[str]:
    turn, back_up = picture.flow.turn, picture.flow.back
    back = sum(1 for edge in graph.edges if edge.source == edge.target and edge.ordering)
    for position, route in picture.routes.items():
        back += graph.edges[position].ordering and turn(route[-1])[0] < turn(route[0])[0]
    lines = [f"All {census(graph)} are drawn. What comes first stands {picture.flow.earlier}."]
    if back:
        lines.append(f"{back:,} {'arrow runs' if back == 1 else 'arrows run'} {back_up} or to the same node.")
    missing = sum(node.flag == MISSING for node in graph.nodes)
    if missing:
        nodes = "node is" if missing == 1 else "nodes are"
        lines.append(f"{missing:,} {nodes} missing: named by an edge, but not defined.")
    return lines
