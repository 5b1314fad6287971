"""A picture inside of a message."""

from base64 import b64encode
from typing import TYPE_CHECKING

from adapters.teams.rendering.fixture import Fixture, one_line
from adapters.teams.rendering.limits import ALT_TEXT, PICTURE_BYTES, PICTURE_PIXELS
from core.chat.card import Picture

if TYPE_CHECKING:
    from adapters.teams.rendering.measure import Element

_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
"""How every PNG begins; the width and the height follow."""


def picture(block: Picture, png: bytes) -> list[Fixture]:
    """The image; nothing if Teams would not take it: then it is left to its own post."""
    if not fits(png):
        return []
    address = f"data:image/png;base64,{b64encode(png).decode()}"
    image: Element = {
        "type": "Image",
        "url": address,
        "altText": one_line(block.alt, ALT_TEXT) or "Picture",
        "msteams": {"allowExpand": True},
    }
    return [Fixture((image,), uncounted=2 * len(address))]


def fits(png: bytes) -> bool:
    """Whether these are the bytes of a PNG that may stand inside of a message."""
    if not png.startswith(_PNG) or not len(_PNG) + 8 <= len(png) <= PICTURE_BYTES:
        return False
    width, height = (int.from_bytes(png[at : at + 4]) for at in (len(_PNG), len(_PNG) + 4))
    return min(width, height) > 0 and max(width, height) <= PICTURE_PIXELS
