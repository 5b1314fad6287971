"""Parts: data inside the page, packed, that the browser unpacks when it first needs them.

A part is ``<script type="application/octet-stream" id="NAME">`` with base64 of zlib of UTF-8: no browser runs
it, and nothing in it can end it.
"""

import json
import zlib
from binascii import b2a_base64
from typing import Any

import orjson

LEVEL = 5
"""Of zlib: level 6 takes a third longer and saves a fourteenth."""


def json_part(name: str, value: Any) -> bytes:
    """A part that holds JSON."""
    return _part(f'id="{name}"', _json(value))


def text_part(name: str, text: str, first: int) -> bytes:
    """A part that holds text whose first line has the number ``first``."""
    return _part(f'id="{name}" data-first="{first}"', text.encode("utf-8", "replace"))


def _json(value: Any) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError:  # a lone surrogate, as in the name of a file: escaped, it comes through unchanged
        return json.dumps(value, separators=(",", ":")).encode("ascii")


def _part(attributes: str, data: bytes) -> bytes:
    packed = b2a_base64(zlib.compress(data, LEVEL), newline=False)
    return b"".join(
        (b'<script type="application/octet-stream" ', attributes.encode(), b">", packed, b"</script>\n")
    )
