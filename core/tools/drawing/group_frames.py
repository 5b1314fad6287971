"""One group as a frame around its members, with its label at the upper left."""

from dataclasses import dataclass

from core.tools.drawing.frames import HEADER
from core.tools.drawing.graph import Node
from core.tools.drawing.markup import Box, Font, group, label, rect, symbol
from core.tools.drawing.node_boxes import FONT, SMALL, border, hint, second_line, small_print
from core.tools.drawing.signs import badge
from core.tools.drawing.style import FRAMES, MUTED, RULE, Looks
from core.tools.drawing.text import CELL, attribute, cells, safe

_NAME = Font(FONT, mono=True, bold=True)


@dataclass(frozen=True, slots=True)
class GroupFrame:
    """A group in its place; `level` counts the groups around it, `node` is the node that is the group."""

    name: str
    box: Box
    level: int
    node: Node | None

    @property
    def title(self) -> str:
        """What the label says."""
        return self.node.label if self.node else self.name

    @property
    def hint(self) -> str:
        """The tooltip."""
        return hint(self.node) if self.node else self.name

    @property
    def fill(self) -> str:
        """Frames inside one another differ."""
        return FRAMES[self.level % len(FRAMES)]


def draw_frame(frame: GroupFrame, looks: Looks) -> str:
    """The frame without its label."""
    box, node = frame.box, frame.node
    flag = looks.flags.get(node.flag or "") if node else None
    stroke, extra = border(flag, MUTED if node else RULE)
    parts = [
        rect(box, frame.fill, stroke, extra, radius=10),
        badge(box.x + box.width - 5, box.y + 5, flag) if flag else "",
    ]
    return group(parts, frame.hint, f' class="group" data-id={attribute(frame.name)}')


def draw_frame_label(frame: GroupFrame, looks: Looks) -> str:
    """The label on a plate, so that lines that run down pass behind it."""
    box, node = frame.box, frame.node
    flag = looks.flags.get(node.flag or "") if node else None
    left, base = (26 if node else 12), box.y + HEADER / 2 + 4
    small = second_line(node) if node else ""
    used = left + cells(safe(frame.title)) * FONT * CELL + 10
    needed = used + cells(safe(small)) * SMALL * CELL
    fits = bool(small) and needed < box.width - 12
    plate = Box(box.x + 5, box.y + 5, min(needed if fits else used, box.width - 14), HEADER - 10)
    parts = [
        rect(plate, frame.fill, radius=4),
        symbol(looks.kinds[node.kind], box.x + 15, box.y + HEADER / 2, 9) if node else "",
        label(box.x + left, base, frame.title, box.width - 40, _NAME),
        small_print(box.x + used, base, small, box.width - used, flag) if fits else "",
    ]
    return group(parts, frame.hint)
