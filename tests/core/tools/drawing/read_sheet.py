"""A drawn sheet, read back: where its rectangles and texts stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from tests.core.tools.drawing.shipped_fonts import font

SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {"svg", "title", "desc", "g", "rect", "path", "circle", "text"}


@dataclass(frozen=True)
class Piece:
    """A rectangle or a text in pixels of the sheet, with the classes of the groups around it."""

    left: float
    top: float
    right: float
    bottom: float
    classes: tuple[str, ...] = ()
    text: str = ""

    def holds(self, other: "Piece", margin: float = 0.0) -> bool:
        across = self.left - margin <= other.left and other.right <= self.right + margin
        return across and self.top - margin <= other.top and other.bottom <= self.bottom + margin


class Sheet:
    """A picture's elements in the sheet's own pixels."""

    def __init__(self, svg: str) -> None:
        self.root = ET.fromstring(svg)  # noqa: S314 - our own output
        self.caption = self.root.findtext(f"{SVG}desc") or ""
        self.title = self.root.findtext(f"{SVG}title") or ""
        self.page = Piece(0, 0, float(self.root.get("width", "0")), float(self.root.get("height", "0")))
        self.texts = [_text(*found) for found in self._walk("text")]
        self.rects = [_rect(*found) for found in self._walk("rect")]

    def _walk(self, tag: str) -> Iterator[tuple[ET.Element, float, float, float, tuple[str, ...]]]:
        waiting: list[tuple[ET.Element, float, float, float, tuple[str, ...]]] = [
            (self.root, 0.0, 0.0, 1.0, ())
        ]
        while waiting:
            element, x, y, scale, classes = waiting.pop()
            move = re.match(
                r"translate\(([-\d.]+) ([-\d.]+)\)(?: scale\(([\d.]+)\))?", element.get("transform", "")
            )
            if move:
                x, y = x + scale * float(move[1]), y + scale * float(move[2])
                scale *= float(move[3] or 1)
            if name := element.get("class"):
                classes = (*classes, name)
            if element.tag == SVG + tag:
                yield element, x, y, scale, classes
            waiting += [(child, x, y, scale, classes) for child in element]

    def hints(self, name: str) -> list[str]:
        return [
            group.findtext(f"{SVG}title") or ""
            for group in self.root.iter(f"{SVG}g")
            if group.get("class") == name
        ]

    def words(self) -> list[str]:
        return [element.text or "" for element in self.root.iter(f"{SVG}text")]

    def assert_sound(self) -> None:
        """Nothing active, nothing from outside, nothing that leaves the sheet."""
        assert self.root.tag == f"{SVG}svg"
        assert {element.tag.removeprefix(SVG) for element in self.root.iter()} <= ALLOWED
        for element in self.root.iter():
            for key, value in element.items():
                assert "href" not in key
                assert not key.startswith("on")
                assert "url(" not in value or key == "data-id"
        for piece in (*self.texts, *self.rects):
            assert self.page.holds(piece, 0.6), piece


def _rect(element: ET.Element, x: float, y: float, scale: float, classes: tuple[str, ...]) -> Piece:
    left, top = x + scale * float(element.get("x", "0")), y + scale * float(element.get("y", "0"))
    width, height = (scale * float(element.get(key, "0")) for key in ("width", "height"))
    return Piece(left, top, left + width, top + height, classes)


def _text(element: ET.Element, x: float, y: float, scale: float, classes: tuple[str, ...]) -> Piece:
    mono, bold = "Mono" in element.get("font-family", ""), element.get("font-weight") == "600"
    text, size = element.text or "", scale * float(element.get("font-size", "0"))
    width = font(mono=mono, bold=bold).width(text) * size
    left, base = x + scale * float(element.get("x", "0")), y + scale * float(element.get("y", "0"))
    left -= {"middle": width / 2, "end": width}.get(element.get("text-anchor", ""), 0.0)
    return Piece(left, base - 0.75 * size, left + width, base + 0.22 * size, classes, text)
