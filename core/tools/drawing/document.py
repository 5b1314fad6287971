"""The sheet around a picture: title, caption, legend, and what screen readers say."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from core.tools.drawing.markup import Box, Font, group, number, rect, words
from core.tools.drawing.style import MUTED, PAPER, RULE
from core.tools.drawing.text import SANS, cells, content, prose_width, safe, shorten, wrap

EDGE = 24.0
LEAST_WIDTH = 680.0
_ENTRY = 12.0
BOLD = 1.08
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
    head, top = _head(title, caption, width)
    signs, height = _legend(legend, width, top + size[1] + 22)
    name = sha256(f"{title}\n{caption}\n{size}".encode("utf-8", "replace")).hexdigest()[:8]
    left = (width - size[0]) / 2
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{number(width)}" height="{number(height)}"'
        f' viewBox="0 0 {number(width)} {number(height)}" role="img" aria-labelledby="t{name} d{name}"'
        f' font-family="{SANS}">'
    )
    parts = [
        opening,
        f'<title id="t{name}">{content(shorten(safe(title), 300))}</title>',
        f'<desc id="d{name}">{content(" ".join(caption))}</desc>',
        rect(Box(0.5, 0.5, width - 1, height - 1), PAPER, RULE, radius=8),
        *head,
        group(body, attributes=f' transform="translate({number(left)} {number(top)})"'),
        *signs,
        "</svg>\n",
    ]
    return "".join(parts)


def _head(title: str, caption: Sequence[str], width: float) -> tuple[list[str], float]:
    room = width - 2 * EDGE
    name = _fitting(safe(title), room / (18 * BOLD))
    parts = [group([words(EDGE, 38, name, Font(18, bold=True))], title)]
    y = 58.0
    for paragraph in caption:
        for row in wrap(safe(paragraph), room, 12):
            parts.append(words(EDGE, y, row, Font(12, MUTED)))
            y += 16
    return parts, y + 6


def _fitting(text: str, ems: float) -> str:
    average = prose_width(text) / max(1, cells(text))
    return shorten(text, int(ems / average)) if text else ""


def _legend(legend: Sequence[Sign], width: float, y: float) -> tuple[list[str], float]:
    if not legend:
        return [], y
    parts = [f'<path d="M{number(EDGE)} {number(y - 8)}H{number(width - EDGE)}" stroke="{RULE}"/>']
    x = EDGE
    y += _ENTRY
    for sign in legend:
        meaning = shorten(safe(sign.meaning), 60)
        taken = 38 + prose_width(meaning) * 11 + 18
        if x > EDGE and x + taken > width - EDGE:
            x, y = EDGE, y + 20
        entry = [
            f'<g transform="translate({number(x)} {number(y)})">{sign.drawing}</g>',
            words(x + 38, y + 4, meaning, Font(11)),
        ]
        parts.append(group(entry, sign.meaning))
        x += taken
    return parts, y + 26
