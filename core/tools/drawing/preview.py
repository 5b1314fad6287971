"""A picture made small enough for a chat: the whole of it, or as much as can be read."""

from dataclasses import dataclass
from xml.etree import ElementTree as ET

from core.tools.drawing.document import growth
from core.tools.drawing.png import dimensions, parsed, to_png

LEAST = 0.55
"""Of their common size: title, caption and legend cannot be read where they become smaller. They grow with
the sheet, so that it takes a long strip to come to that."""
PART = 0.7
"""Of its own size a part is drawn at least: so the names in it can be read."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A PNG; without ``whole`` it is the beginning of the picture only, at the top left."""

    png: bytes
    whole: bool


def to_preview(svg: str, side: int) -> Preview:
    """The picture with at most `side` pixels of its longer side.

    Of a strip so long that nothing could be read any more, the beginning is drawn. As `to_png` it waits for
    another process, and raises ValueError and TimeoutError.
    """
    root = parsed(svg)
    width, height = dimensions(root)
    zoom = min(1.0, (side - 1) / max(width, height))
    if zoom == 1.0 or zoom * growth(width, height) >= LEAST:
        return Preview(to_png(svg, side), whole=True)
    return Preview(to_png(_beginning(root, side), side), whole=False)


def _beginning(root: ET.Element, side: int) -> str:
    """As much of the picture as `side` pixels can show well."""
    width, height = dimensions(root)
    seen = (side - 1) / min(1.0, max(PART, (side - 1) / width))
    right, low = min(width, seen), min(height, seen)
    root.set("width", f"{right:g}")
    root.set("height", f"{low:g}")
    root.set("viewBox", f"0 0 {right:g} {low:g}")
    return ET.tostring(root, encoding="unicode")
