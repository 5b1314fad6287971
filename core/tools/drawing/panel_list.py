"""A panel that lists its members under a band with its title."""

from core.tools.drawing.figures import Figures
from core.tools.drawing.flow import Point
from core.tools.drawing.listing import (
    FLAG_CELLS,
    FONT,
    GUTTER,
    INDENT,
    NAME_CELLS,
    PAD,
    ROW,
    SUBTITLE,
    Listing,
    title_left,
)
from core.tools.drawing.markup import Box, Font, band, group, label, muted, rect, symbol, words
from core.tools.drawing.panels import Panel
from core.tools.drawing.rows import Row
from core.tools.drawing.signs import badge
from core.tools.drawing.style import FRAMES, INK, MUTED, Looks
from core.tools.drawing.text import CELL, attribute, cells, safe, shorten

_RADIUS = 10.0


def draw_panel(panel: Panel, listing: Listing, corner: Point, looks: Looks, figures: Figures) -> str:
    """The panel with its upper left corner at `corner`."""
    x, y = corner
    width, height = listing.size
    look = looks.kinds[panel.head.kind] if panel.head else None
    flag = looks.flags.get(panel.head.flag or "") if panel.head else None
    stroke, extra = (flag.colour, ' stroke-width="2"') if flag else (look.colour if look else MUTED, "")
    box = Box(x, y, width, height)
    parts = [
        rect(box, FRAMES[0], stroke, extra, _RADIUS),
        band(box, listing.band, look.fill if look else FRAMES[2], _RADIUS),
        *_title(panel, listing, corner, looks),
        muted(x + 12, y + listing.band - 8, figures.subtitle(panel), SUBTITLE),
        badge(x + width - 5, y + 5, flag) if flag else "",
    ]
    left = x + PAD
    for column, column_width in zip(listing.columns, listing.widths, strict=True):
        tops = (y + listing.band + PAD / 2 + (number + 0.75) * ROW for number in range(len(column)))
        parts += [_row(row, (left, top), looks, figures) for row, top in zip(column, tops, strict=True)]
        left += column_width
    hint = figures.hint(panel.head) if panel.head else panel.title
    return group(parts, hint, f' class="group" data-id={attribute(panel.group or "")}')


def _title(panel: Panel, listing: Listing, corner: Point, looks: Looks) -> list[str]:
    (x, y), size = corner, listing.title
    room = listing.size[0] - 2 * PAD - title_left(panel, size) + size
    base = y + 4 + size
    if not panel.head:
        return [label(x + 12, base, panel.title, room, Font(size, INK, mono=True, bold=True))]
    mark = symbol(looks.kinds[panel.head.kind], x + 12 + size * 0.35, base - size * 0.33, size * 0.72)
    return [mark, label(x + 12 + size, base, panel.title, room, Font(size, INK, mono=True, bold=True))]


def _row(row: Row, start: Point, looks: Looks, figures: Figures) -> str:
    x, y = start
    left = x + GUTTER + row.level * INDENT
    gutter = muted(x + GUTTER - 6, y, str(row.depth + 1), 9, "end")
    font = Font(FONT, mono=True, bold=row.is_group)
    name = label(left + 12, y, row.label, NAME_CELLS * FONT * CELL + 1, font)
    node = row.node
    if node is None:
        return group([gutter, name], row.label)
    parts = [gutter, symbol(looks.kinds[node.kind], left + 4, y - 3.5, 7), name]
    if node.flag:
        look = looks.flags[node.flag]
        end = left + 12 + min(cells(safe(node.label)), NAME_CELLS) * FONT * CELL
        flag = shorten(safe(node.flag), FLAG_CELLS)
        word = words(end + 19, y, flag, Font(9, look.colour, mono=True, bold=True))
        parts += [badge(end + 11, y - 4, look, 5), word]
    return group(parts, figures.hint(node), f' class="node" data-id={attribute(node.id)}')
