"""The widths of the fonts that the pictures are set in, read from their files."""

from functools import cache
from pathlib import Path
from struct import unpack_from

import core.tools.drawing

FONTS = Path(core.tools.drawing.__file__).parent / "fonts"


class FontFile:
    """Advance widths in ems of a TrueType font, by character."""

    def __init__(self, path: Path) -> None:
        data = path.read_bytes()
        self._data = data
        count = unpack_from(">H", data, 4)[0]
        records = [unpack_from(">4sIII", data, 12 + 16 * number) for number in range(count)]
        self._tables: dict[bytes, int] = {tag: offset for tag, _, offset, _ in records}
        self._units: int = unpack_from(">H", data, self._tables[b"head"] + 18)[0]
        self._measured: int = unpack_from(">H", data, self._tables[b"hhea"] + 34)[0]
        self.glyphs = self._read_characters()

    def width(self, text: str) -> float:
        """Width of the text in ems; a character that the font lacks has the width of its box."""
        return sum(self._advance(self.glyphs.get(ord(character), 0)) for character in text)

    def _advance(self, glyph: int) -> float:
        place = self._tables[b"hmtx"] + 4 * min(glyph, self._measured - 1)
        advance: int = unpack_from(">H", self._data, place)[0]
        return advance / self._units

    def _read_characters(self) -> dict[int, int]:
        start = self._tables[b"cmap"]
        for number in range(unpack_from(">H", self._data, start + 2)[0]):
            offset = start + unpack_from(">HHI", self._data, start + 4 + 8 * number)[2]
            if unpack_from(">H", self._data, offset)[0] == 4:
                return self._read_segments(offset)
        raise AssertionError("no table of the basic plane")

    def _read_segments(self, offset: int) -> dict[int, int]:
        count = unpack_from(">H", self._data, offset + 6)[0] // 2
        ends, starts, deltas, ranges = (
            offset + 14 + 2 * count * part + (2 if part else 0) for part in range(4)
        )
        found: dict[int, int] = {}
        for segment in range(count):
            first, last, delta, jump = (
                unpack_from(">H", self._data, base + 2 * segment)[0]
                for base in (starts, ends, deltas, ranges)
            )
            for character in range(first, last + 1):
                glyph = character
                if jump:
                    place = ranges + 2 * segment + jump + 2 * (character - first)
                    glyph = unpack_from(">H", self._data, place)[0] if place + 2 <= len(self._data) else 0
                found[character] = (glyph + delta) % 65536 if glyph or not jump else 0
        return found


@cache
def font(*, mono: bool, bold: bool) -> FontFile:
    """The shipped font that a text is set in."""
    name = f"Liberation{'Mono' if mono else 'Sans'}-{'Bold' if bold else 'Regular'}.ttf"
    return FontFile(FONTS / name)
