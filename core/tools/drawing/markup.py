"""SVG elements as text; all presentation is in attributes, so that nothing leaks into a page around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from core.tools.drawing.style import INK, MUTED, PAPER, Look
from core.tools.drawing.text import CELL, MONO, content, safe, shorten, tooltip


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


def band(box: Box, height: float, fill: str, radius: float) -> str:
    """The uppermost part of a rounded rectangle, inside its border."""
    x, y, width = box.x + 0.5, box.y + 0.5, box.width - 1
    r, side = number(radius - 0.5), height - radius + 0.5
    top = f"a{r} {r} 0 0 1 {r} -{r}h{number(width - 2 * radius + 1)}a{r} {r} 0 0 1 {r} {r}"
    data = f"M{number(x)} {number(y + height)}v{number(-side)}{top}v{number(side)}z"
    return f'<path d="{data}" fill="{fill}"/>'


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


def muted(x: float, y: float, text: str, size: float = 11, anchor: str = "start") -> str:
    """A line of small print."""
    return words(x, y, text, Font(size, MUTED, anchor=anchor))
