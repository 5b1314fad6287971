"""How large a picture may be."""

from hypothesis import given
from hypothesis import strategies as st

from core.chat.picture_size import PictureSize

HEAD = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
sides = st.integers(0, 2**32 - 1) | st.integers(0, 30)


@given(sides, sides, st.integers(0, 60))
def test_a_png_is_taken_up_to_its_pixels_and_bytes(width: int, height: int, more: int) -> None:
    png = HEAD + width.to_bytes(4) + height.to_bytes(4) + bytes(more)
    fits = 0 < width <= 20 and 0 < height <= 20 and len(png) <= 60
    assert PictureSize(20, 60).takes(png) == fits


@given(st.binary(max_size=40) | st.binary(max_size=8).map(HEAD.__add__))
def test_anything_else_is_not_taken(content: bytes) -> None:
    whole = content.startswith(HEAD) and len(content) >= 24
    assert whole or not PictureSize(2**32, 100).takes(content)
