"""Whatever stands in a part comes out of it."""

import json
import re
import zlib
from base64 import b64decode
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from workflows.jil_parser.outputs.html_report.parts import json_part, text_part

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters()),
    lambda values: st.lists(values, max_size=4) | st.dictionaries(st.text(), values, max_size=4),
    max_leaves=12,
)
ELEMENT = re.compile(rb'<script type="application/octet-stream" (id="p"[^>]*)>([A-Za-z0-9+/=]*)</script>\n')


def opened(part: bytes) -> tuple[bytes, bytes]:
    found = ELEMENT.fullmatch(part)
    assert found
    return found[1], zlib.decompress(b64decode(found[2]))


@given(VALUES)
def test_json_comes_back(value: Any) -> None:
    assert json.loads(opened(json_part("p", value))[1]) == value


def test_a_lone_surrogate_comes_back() -> None:
    value = {"name": "a\udc80\ud800b</script>", "other": "é"}
    assert json.loads(opened(json_part("p", value))[1]) == value


@given(st.text())
def test_text_comes_back(text: str) -> None:
    attributes, data = opened(text_part("p", text, 7))
    assert attributes == b'id="p" data-first="7"'
    assert data.decode("utf-8") == text
