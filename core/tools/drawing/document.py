"""The sheet around a picture: title, caption, legend, and what screen readers say."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from core.tools.drawing.markup import Box, Font, group, number, rect, words
from core.tools.drawing.style import MUTED, PAPER, RULE
from core.tools.drawing.text import SANS, content, fit_prose, prose_width, safe, shorten, wrap

EDGE = 24.0
LEAST_WIDTH = 680.0
_COMMON = (1300.0, 1500.0)
"""A sheet up to this wide and high has a title and a legend of common size; on a larger one they grow with
it, so that they can be read when the whole sheet is made to fit a screen or a chat."""
_LARGEST = 3.5
_ENTRY = 12.0
_BOLD = 1.08
"""How much wider bold letters are."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One entry of a legend: drawn in 30 x 12 pixels around (0, 0) left to right, and its meaning."""

    drawing: str
    meaning: str


def sheet(
    title: str, caption: Sequence[str], legend: Sequence[Sign], body: Sequence[str], size: tuple[float, float]
) -> str:
    """A complete SVG document; `body` is drawn from (0, 0) in `size` pixels."""
    width = max(LEAST_WIDTH, size[0] + 2 * EDGE)
    scale = growth(width, size[1])
    room = (width - 2 * EDGE) / scale
    head, top = _head(title, caption, room)
    signs, low = _legend(legend, room)
    bottom = top * scale + size[1] + (14 * scale if signs else 22)
    height = bottom + low * scale
    left = (width - size[0]) / 2
    parts = [
        *_opening(title, caption, width, height),
        rect(Box(0.5, 0.5, width - 1, height - 1), PAPER, RULE, radius=8),
        _scaled(head, scale, 0.0),
        group(body, attributes=f' transform="translate({number(left)} {number(top * scale)})"'),
        _scaled(signs, scale, bottom) if signs else "",
        "</svg>\n",
    ]
    return "".join(parts)


def _opening(title: str, caption: Sequence[str], width: float, height: float) -> list[str]:
    name = sha256(f"{title}\n{caption}\n{width} {height}".encode("utf-8", "replace")).hexdigest()[:8]
    size = f'width="{number(width)}" height="{number(height)}" viewBox="0 0 {number(width)} {number(height)}"'
    names = f'role="img" aria-labelledby="t{name} d{name}"'
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {names} font-family="{SANS}">',
        f'<title id="t{name}">{content(shorten(safe(title), 300))}</title>',
        f'<desc id="d{name}">{content(" ".join(caption))}</desc>',
    ]


def growth(width: float, height: float) -> float:
    """How much larger than common title, caption and legend are; they keep the least width to stand in."""
    wanted = max(1.0, width / _COMMON[0], height / _COMMON[1])
    return round(min(wanted, _LARGEST, width / LEAST_WIDTH), 2)


def _scaled(body: Sequence[str], scale: float, top: float) -> str:
    place = f"translate({number(EDGE)} {number(top)}) scale({scale:g})"
    return group(body, attributes=f' transform="{place}"')


def _head(title: str, caption: Sequence[str], room: float) -> tuple[list[str], float]:
    name = fit_prose(safe(title), room / (18 * _BOLD))
    parts = [group([words(0, 38, name, Font(18, bold=True))], title)]
    y = 58.0
    for paragraph in caption:
        for row in wrap(safe(paragraph), room, 12):
            parts.append(words(0, y, row, Font(12, MUTED)))
            y += 16
    return parts, y + 6


def _legend(legend: Sequence[Sign], room: float) -> tuple[list[str], float]:
    if not legend:
        return [], 0.0
    parts = [f'<path d="M0 0H{number(room)}" stroke="{RULE}"/>']
    x, y = 0.0, 8 + _ENTRY
    for sign in legend:
        meaning = fit_prose(shorten(safe(sign.meaning), 60), (room - 56) / 11)
        taken = 38 + prose_width(meaning) * 11 + 18
        if x and x + taken > room:
            x, y = 0.0, y + 20
        entry = [
            f'<g transform="translate({number(x)} {number(y)})">{sign.drawing}</g>',
            words(x + 38, y + 4, meaning, Font(11)),
        ]
        parts.append(group(entry, sign.meaning))
        x += taken
    return parts, y + 26
