"""A picture as small as a chat needs it: the whole, or what can be read of it."""

import pytest

from core.tools.drawing import Edge, Graph, Node, draw_svg, to_png, to_preview
from tests.core.tools.drawing.test_drawing_png import large, size, svg

SIDE = 1_024


def chain(count: int, name: str) -> str:
    nodes = [Node(str(number), f"{name}_{number}", "CMD") for number in range(count)]
    return draw_svg(Graph(nodes, [Edge(str(n), str(n + 1), "success") for n in range(count - 1)], "Chain"))


@pytest.mark.parametrize("count", [1, 300, 2_000])
def test_the_whole_picture_is_made_smaller(count: int) -> None:
    preview = to_preview(draw_svg(large(count, 12)), SIDE)
    assert preview.whole
    assert SIDE // 2 < max(size(preview.png)) <= SIDE


@pytest.mark.parametrize(("name", "shown"), [("LOAD_THE_BRANCH", (680, 1_023)), ("LOAD", (1_023, 370))])
def test_of_a_long_strip_the_beginning_is_shown_in_a_readable_size(name: str, shown: tuple[int, int]) -> None:
    long = chain(60, name)
    preview = to_preview(long, SIDE)
    assert not preview.whole
    assert size(preview.png) == shown
    assert min(size(to_png(long, SIDE))) < 200


def test_what_is_cut_off_does_not_show() -> None:
    top = '<rect width="100" height="10" fill="red"/>'
    below = '<rect y="2000" width="100" height="9000" fill="red"/>'
    seen = {to_preview(svg(body, "1000", "20000"), SIDE).png for body in (top, top + below)}
    assert len(seen) == 1
    assert to_preview(svg(below, "1000", "20000"), SIDE).png not in seen


def test_a_narrow_picture_that_fits_is_shown_whole() -> None:
    assert to_preview(svg(width="40", height="900"), SIDE).whole


def test_what_to_png_refuses_is_refused() -> None:
    with pytest.raises(ValueError, match="refers to something else"):
        to_preview(svg('<image href="/etc/hostname"/>', "40", "9000"), SIDE)
    with pytest.raises(ValueError, match="document type"):
        to_preview("<!DOCTYPE svg>" + svg(height="9000"), SIDE)
