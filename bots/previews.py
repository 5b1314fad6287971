"""The picture of an answer, made as small as a thread needs it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePath

import structlog

from core.chat.markdown import inline
from core.chat.picture_size import PictureSize
from core.chat.surface import Deliverable, Preview
from core.contracts import Answer
from core.tools.drawing import to_preview

logger = structlog.get_logger()

SVG = "image/svg+xml"
LARGEST_SVG = 5_000_000
"""Bytes; drawn pictures have a tenth of it."""


def with_preview(
    items: Sequence[Deliverable], answer: Answer | None, room: PictureSize | None
) -> list[Deliverable]:
    """The same files; the one that the answer names with a word on it, and with a preview where it is needed.

    Only what is also there as SVG can be drawn smaller, under the same name or in its place. Blocking: it
    takes up to some seconds.
    """
    if answer is None or answer.picture is None:
        return [*items]
    return [
        replace(item, alt=_plain(answer.finding), preview=_preview(item, items, room))
        if item.artifact.artifact_id == answer.picture
        else item
        for item in items
    ]


def _preview(item: Deliverable, items: Sequence[Deliverable], room: PictureSize | None) -> Preview | None:
    if room is None or _is_taken(item, room):
        return None
    drawing = next((other for other in (item, *items) if _is_drawing_of(other, item)), None)
    if drawing is None or drawing.artifact.size_bytes > LARGEST_SVG:
        return None
    try:
        return _fitting(drawing.path, item.artifact.name, room)
    except (OSError, TimeoutError, ValueError):
        logger.warning("preview_not_drawn", artifact=item.artifact.artifact_id, exc_info=True)
        return None


def _is_taken(item: Deliverable, room: PictureSize) -> bool:
    """Whether the picture itself can stand in the thread."""
    if item.artifact.size_bytes > room.size_bytes or not item.path.is_file():
        return False
    return room.takes(item.path.read_bytes())


def _is_drawing_of(other: Deliverable, item: Deliverable) -> bool:
    same = PurePath(other.artifact.name).stem == PurePath(item.artifact.name).stem
    return same and other.artifact.content_type == SVG


def _fitting(drawing: Path, name: str, room: PictureSize) -> Preview | None:
    """The largest preview that the thread takes; many details make many bytes."""
    svg = drawing.read_text(encoding="utf-8")
    for side in (room.pixels, room.pixels * 3 // 4, room.pixels // 2):
        drawn = to_preview(svg, side)
        if room.takes(drawn.png):
            return Preview(drawn.png, f"{'Made smaller' if drawn.whole else 'Only a part'}; see {name}.")
    return None


def _plain(markdown: str) -> str:
    """What a text says, without its marks."""
    return "".join(run.text for run in inline(markdown))
