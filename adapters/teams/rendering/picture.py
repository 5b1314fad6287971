"""A picture inside of a message."""

from base64 import b64encode
from typing import TYPE_CHECKING

from adapters.teams.rendering.fixture import Fixture, one_line
from adapters.teams.rendering.limits import ALT_TEXT, PICTURE_BYTES, PICTURE_PIXELS
from core.chat.card import Picture
from core.chat.picture_size import PictureSize

if TYPE_CHECKING:
    from adapters.teams.rendering.measure import Element

LARGEST = PictureSize(PICTURE_PIXELS, PICTURE_BYTES)


def picture(block: Picture, png: bytes) -> list[Fixture]:
    """The image; nothing if Teams would not take it: then it is left to its own post."""
    if not LARGEST.takes(png):
        return []
    address = f"data:image/png;base64,{b64encode(png).decode()}"
    image: Element = {
        "type": "Image",
        "url": address,
        "altText": one_line(block.alt, ALT_TEXT) or "Picture",
        "msteams": {"allowExpand": True},
    }
    return [Fixture((image,), uncounted=2 * len(address))]
