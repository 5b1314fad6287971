"""How large a picture may be that stands in a thread itself."""

from dataclasses import dataclass

_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
"""How every PNG begins; the width and the height follow."""


@dataclass(frozen=True, slots=True)
class PictureSize:
    """``pixels`` of the longer side, and the bytes of the file."""

    pixels: int
    size_bytes: int

    def takes(self, png: bytes) -> bool:
        """Whether these are the bytes of a PNG that is not larger."""
        if not png.startswith(_PNG) or not len(_PNG) + 8 <= len(png) <= self.size_bytes:
            return False
        width, height = (int.from_bytes(png[at : at + 4]) for at in (len(_PNG), len(_PNG) + 4))
        return min(width, height) > 0 and max(width, height) <= self.pixels
