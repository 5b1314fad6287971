"""One node as a box: its symbol, its name, and its kind and flag in small print."""

from core.tools.drawing.graph import MISSING, Node
from core.tools.drawing.markup import Box, Font, group, label, rect, symbol, words
from core.tools.drawing.signs import badge
from core.tools.drawing.style import MUTED, PAPER, Look, Looks
from core.tools.drawing.text import CELL, attribute, cells, safe, shorten

HEIGHT = 38.0
FONT = 11.5
SMALL = 10.0
_NARROWEST, _WIDEST = 80.0, 240.0
_TEXT_LEFT = 23.0
_NAME = Font(FONT, mono=True)


def box_size(text: str, node: Node | None) -> tuple[float, float]:
    """Width and height of a box for this text and the small print of its node."""
    small = second_line(node) if node else ""
    wanted = max(cells(safe(text)) * FONT, cells(safe(small)) * SMALL) * CELL + _TEXT_LEFT + 8
    return min(max(wanted, _NARROWEST), _WIDEST), HEIGHT


def second_line(node: Node) -> str:
    """Kind and flag of a node, the small print below its name."""
    return " \N{MIDDLE DOT} ".join(word for word in (node.kind, node.flag) if word)


def hint(node: Node) -> str:
    """The tooltip of a node."""
    return " \N{EN DASH} ".join(part for part in (node.label, node.kind, node.flag) if part)


def border(look: Look | None, otherwise: str) -> tuple[str, str]:
    """Stroke colour and further attributes: a flagged border is heavier and may be dashed."""
    if look is None:
        return otherwise, ""
    return look.colour, ' stroke-width="2"' + (f' stroke-dasharray="{look.dash}"' if look.dash else "")


def small_print(x: float, y: float, text: str, room: float, flag: Look | None) -> str:
    """A line in at most `room` pixels, in the colour of the flag."""
    shown = shorten(safe(text), int(room / (SMALL * CELL)))
    return words(x, y, shown, Font(SMALL, flag.colour if flag else MUTED, mono=True, bold=flag is not None))


def draw_node(node: Node, box: Box, looks: Looks) -> str:
    """The node in its place."""
    kind, flag = looks.kinds[node.kind], looks.flags.get(node.flag or "")
    stroke, extra = border(flag, kind.colour)
    fill = PAPER if node.flag == MISSING else kind.fill
    room = box.width - _TEXT_LEFT - 7
    small = second_line(node)
    middle = box.y + box.height / 2
    parts = [
        rect(box, fill, stroke, extra),
        symbol(kind, box.x + 12, middle, 9),
        label(box.x + _TEXT_LEFT, middle + (-2 if small else 4), node.label, room, _NAME),
    ]
    if small:
        parts.append(small_print(box.x + _TEXT_LEFT, middle + 12, small, room, flag))
    if flag:
        parts.append(badge(box.x + box.width - 3, box.y + 3, flag))
    return group(parts, hint(node), f' class="node" data-id={attribute(node.id)}')
