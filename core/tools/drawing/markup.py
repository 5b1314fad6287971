"""SVG elements as text; all presentation is in attributes, so that nothing leaks into a page around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from core.tools.drawing.style import INK, MUTED, PAPER, Look
from core.tools.drawing.text import CELL, MONO, content, safe, shorten, tooltip

_ARROW = 8.0


def number(value: float) -> str:
    """A coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in the picture, in pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Font:
    """How a line of text is set; names are monospaced, so that their width is known."""

    size: float = 12
    colour: str = INK
    mono: bool = False
    bold: bool = False
    anchor: str = "start"


def rect(box: Box, fill: str = PAPER, stroke: str = "", extra: str = "", radius: float = 6) -> str:
    """A rounded rectangle; `extra` holds further attributes, each after a blank."""
    border = f' stroke="{stroke}"' if stroke else ""
    return (
        f'<rect x="{number(box.x)}" y="{number(box.y)}" width="{number(box.width)}"'
        f' height="{number(box.height)}" rx="{number(radius)}" fill="{fill}"{border}{extra}/>'
    )


def words(x: float, y: float, text: str, font: Font) -> str:
    """One line of text; direction is fixed so that right-to-left names stay in their place."""
    family = f' font-family="{MONO}"' if font.mono else ""
    weight = ' font-weight="600"' if font.bold else ""
    place = f' text-anchor="{font.anchor}"' if font.anchor != "start" else ""
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{number(font.size)}" fill="{font.colour}"'
        f'{family}{weight}{place} direction="ltr" unicode-bidi="isolate">{content(text)}</text>'
    )


def label(x: float, y: float, text: str, width: float, font: Font) -> str:
    """A name in at most `width` pixels; the tooltip with the whole of it belongs to the group around it."""
    return words(x, y, shorten(safe(text), int(width / (font.size * CELL))), font)


def group(body: Sequence[str], hint: str = "", attributes: str = "") -> str:
    """Elements that belong together, with a tooltip."""
    return f"<g{attributes}>{tooltip(hint) if hint else ''}{''.join(body)}</g>"


def symbol(look: Look, x: float, y: float, size: float = 8) -> str:
    """The symbol of a kind, its middle at x, y."""
    r = size / 2
    if look.symbol in ("circle", "ring"):
        fill = look.colour if look.symbol == "circle" else PAPER
        place = f'cx="{number(x)}" cy="{number(y)}" r="{number(r)}"'
        return f'<circle {place} fill="{fill}" stroke="{look.colour}"/>'
    left, top, side = number(x - r), number(y - r), number(size)
    shapes = {
        "square": f"M{left} {top}h{side}v{side}h-{side}z",
        "diamond": _polygon(x, y, r * 1.2, 4, 0.0),
        "triangle": _polygon(x, y + r / 6, r * 1.2, 3, -pi / 2),
        "hexagon": _polygon(x, y, r * 1.15, 6, 0.0),
        "bar": f"M{left} {number(y - r / 2)}h{side}v{number(r)}h-{side}z",
        "cross": f"M{left} {top}l{side} {side}m0 -{side}l-{side} {side}",
        "drop": _polygon(x, y - r / 6, r * 1.2, 3, pi / 2),
    }
    stroke = f' stroke="{look.colour}" stroke-width="2"' if look.symbol == "cross" else ""
    return f'<path d="{shapes[look.symbol]}" fill="{look.colour}"{stroke}/>'


def _polygon(x: float, y: float, r: float, corners: int, turn: float) -> str:
    angles = [turn + 2 * pi * corner / corners for corner in range(corners)]
    points = [f"{number(x + r * cos(angle))} {number(y + r * sin(angle))}" for angle in angles]
    return f"M{'L'.join(points)}z"


def curve(points: Sequence[tuple[float, float]]) -> str:
    """Path data through the points: straight where it is level, else a curve that starts and ends level."""
    (x, y), *rest = points
    data = [f"M{number(x)} {number(y)}"]
    for end_x, end_y in rest:
        if abs(end_y - y) < 0.05:
            data.append(f"H{number(end_x)}")
        else:
            middle = number((x + end_x) / 2)
            data.append(f"C{middle} {number(y)} {middle} {number(end_y)} {number(end_x)} {number(end_y)}")
        x, y = end_x, end_y
    return "".join(data)


def line(data: str, look: Look, width: float = 1.4, *, round_end: bool = False) -> list[str]:
    """A styled path; arrowheads are drawn by `arrowhead`, as markers do not survive every converter."""
    dash = f' stroke-dasharray="{look.dash}"' if look.dash else ""
    cap = ' stroke-linecap="round"' if round_end else ""
    return [
        f'<path d="{data}" fill="none" stroke="{look.colour}" stroke-width="{number(width)}"{dash}{cap}/>'
    ]


def arrowhead(
    points: Sequence[tuple[float, float]], look: Look, *, ordering: bool = True, size: float = _ARROW
) -> str:
    """The end of a line at its last point: an arrow, or a dot where the line does not order its ends."""
    x, y = points[-1]
    back = -size if points[-2][0] <= x else size
    if not ordering:
        r = size * 0.38
        side = r if back > 0 else -r
        return f'<circle cx="{number(x + side)}" cy="{number(y)}" r="{number(r)}" fill="{look.colour}"/>'
    half = size * 0.42
    data = f"M{number(x)} {number(y)}l{number(back)} {number(-half)}v{number(2 * half)}z"
    return f'<path d="{data}" fill="{look.colour}"/>'


def muted(x: float, y: float, text: str, size: float = 11, anchor: str = "start") -> str:
    """A line of small print."""
    return words(x, y, text, Font(size, MUTED, anchor=anchor))
