"""Lines and their ends, drawn along the flow of a picture."""

from collections.abc import Sequence

from core.tools.drawing.flow import Flow, Point
from core.tools.drawing.markup import number
from core.tools.drawing.style import Look

_ARROW = 8.0


def curve(points: Sequence[Point], flow: Flow = Flow.RIGHT) -> str:
    """Path data through the points: straight along the flow, else a curve that starts and ends along it."""
    (x, y), *rest = (flow.turn(point) for point in points)
    data = [f"M{_pair(flow, x, y)}"]
    for end_x, end_y in rest:
        if abs(end_y - y) < 0.05:
            data.append(f"{'H' if flow is Flow.RIGHT else 'V'}{number(end_x)}")
        else:
            middle = (x + end_x) / 2
            bends = (_pair(flow, middle, y), _pair(flow, middle, end_y), _pair(flow, end_x, end_y))
            data.append(f"C{' '.join(bends)}")
        x, y = end_x, end_y
    return "".join(data)


def _pair(flow: Flow, along: float, across: float) -> str:
    x, y = flow.turn((along, across))
    return f"{number(x)} {number(y)}"


def line(data: str, look: Look, width: float = 1.4, *, round_end: bool = False) -> list[str]:
    """A styled path; arrowheads are drawn by `arrowhead`, as markers do not survive every converter."""
    dash = f' stroke-dasharray="{look.dash}"' if look.dash else ""
    cap = ' stroke-linecap="round"' if round_end else ""
    return [
        f'<path d="{data}" fill="none" stroke="{look.colour}" stroke-width="{number(width)}"{dash}{cap}/>'
    ]


def arrowhead(
    points: Sequence[Point],
    look: Look,
    flow: Flow = Flow.RIGHT,
    *,
    ordering: bool = True,
    size: float = _ARROW,
) -> str:
    """The end of a line at its last point: an arrow, or a dot where the line does not order its ends."""
    (before, _), (tip, across) = flow.turn(points[-2]), flow.turn(points[-1])
    back = -size if before <= tip else size
    if not ordering:
        r = size * 0.38
        x, y = flow.turn((tip + (r if back > 0 else -r), across))
        return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(r)}" fill="{look.colour}"/>'
    half = size * 0.42
    corners = (_pair(flow, back, -half), _pair(flow, 0, 2 * half))
    data = f"M{_pair(flow, tip, across)}l{corners[0]}l{corners[1]}z"
    return f'<path d="{data}" fill="{look.colour}"/>'
