"""The widths that the drawing assumes hold for the fonts that are shipped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.tools.drawing.text import CELL, cells, fit_prose, prose_width, safe
from core.tools.drawing.time_labels import SIZE, width_of
from tests.core.tools.drawing.shipped_fonts import font

WESTERN = st.characters(min_codepoint=0x20, max_codepoint=0x17F)
SHIPPED = [*range(0x20, 0x250), *range(0x391, 0x3CA), *range(0x401, 0x45F), *range(0x5D0, 0x5EB)]


@pytest.mark.parametrize("bold", [False, True])
def test_names_are_no_wider_than_their_columns(*, bold: bool) -> None:
    mono = font(mono=True, bold=bold)
    for character in map(chr, SHIPPED):
        shown = safe(character)
        assert mono.width(shown) <= CELL * max(1, cells(shown))


@pytest.mark.parametrize("bold", [False, True])
@given(text=st.text(WESTERN, max_size=60))
def test_running_text_is_no_wider_than_assumed(*, bold: bool, text: str) -> None:
    shown = safe(text)
    room = prose_width(shown) * (1.08 if bold else 1.0)
    assert font(mono=False, bold=bold).width(shown) <= room + 1e-9


@given(text=st.text(WESTERN, max_size=200), ems=st.floats(1.5, 60))
def test_fitted_text_fits(text: str, ems: float) -> None:
    assert font(mono=False, bold=False).width(fit_prose(safe(text), ems)) <= ems


@given(st.text("0123456789: \N{EN DASH}"))
def test_times_are_no_wider_than_assumed(text: str) -> None:
    assert font(mono=False, bold=False).width(text) * SIZE <= width_of(text) + 1e-9
