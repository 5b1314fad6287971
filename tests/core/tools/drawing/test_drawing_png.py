"""SVG as PNG: real text, bounded, the same every time, and nothing from outside."""

import subprocess
import sys
from pathlib import Path
from struct import unpack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.tools.drawing import (
    Bar,
    Chart,
    Edge,
    Graph,
    Node,
    Row,
    Timeline,
    draw_counts,
    draw_svg,
    draw_timeline,
    png,
    to_png,
)

SIGNATURE = b"\x89PNG\r\n\x1a\n"
RED = '<rect width="40" height="40" fill="red"/>'
names = st.text(max_size=20) | st.sampled_from(
    ["\ud800", "\x00", "数据_加载", "مرحبا", "😀👩‍👩‍👧", "\u202e<b>"]
)


def size(image: bytes) -> tuple[int, int]:
    assert image.startswith(SIGNATURE)
    width, height = unpack(">II", image[16:24])
    return width, height


def svg(body: str = "", width: str = "40", height: str = "40") -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{body}</svg>'


def text(words: str, family: str = "monospace") -> str:
    return svg(f'<text x="4" y="20" font-family="{family}">{words}</text>')


def large(count: int, groups: int) -> Graph:
    parents: dict[str, str | None] = {f"G{number}": None for number in range(groups)}
    many = [Node(f"N{number}", f"N{number}", "CMD", f"G{number % groups}") for number in range(count)]
    links = [Edge(f"N{number}", f"N{number * 7 % count}", "success") for number in range(count)]
    return Graph(many, links, "Large", parents)


def test_a_small_picture_is_drawn_at_twice_its_size() -> None:
    drawn = draw_svg(Graph([Node("a", "LOAD", "CMD")], [], "One"))
    assert 'width="680"' in drawn
    assert size(to_png(drawn))[0] == 1360


@pytest.mark.parametrize(("count", "groups"), [(60, 6), (300, 20), (2000, 40), (2000, 100), (10_000, 300)])
def test_a_large_graph_stays_within_four_thousand_pixels_a_side(count: int, groups: int) -> None:
    image = to_png(draw_svg(large(count, groups)))
    width, height = size(image)
    assert max(width, height) <= png.LARGEST_SIDE
    assert width * height <= 16_000_000
    assert min(width, height) >= 600
    assert len(image) < 3_000_000


def test_days_and_counts_can_be_drawn_too() -> None:
    day = draw_timeline(Timeline("Day", [Row("NIGHT", [1320])]))
    counts = draw_counts("Counts", [Chart("By type", [Bar("CMD", 3)])])
    assert all(max(size(to_png(drawn))) <= png.LARGEST_SIDE for drawn in (day, counts))


def test_the_same_picture_gives_the_same_bytes() -> None:
    drawn = draw_svg(large(50, 5))
    assert to_png(drawn) == to_png(drawn)


def test_text_is_really_drawn_and_differs_with_its_words_and_its_font() -> None:
    images = {to_png(text(words)) for words in ("", "LOAD", "LOAF")}
    assert len(images) == 3
    assert to_png(text("LOAD", "sans-serif")) not in images
    assert to_png(text("LOAD", "'Liberation Mono'")) == to_png(text("LOAD"))


def test_a_label_makes_a_difference_to_the_picture_of_a_graph() -> None:
    named, nameless = (draw_svg(Graph([Node("a", label)], [], "x")) for label in ("LOAD", "SAVE"))
    assert to_png(named) != to_png(nameless)


@settings(max_examples=25, deadline=None)
@given(st.lists(names, min_size=1, max_size=6))
def test_any_names_give_a_picture_in_any_script(found: list[str]) -> None:
    nodes = [Node(f"{number}", name, name) for number, name in enumerate(found)]
    drawn = draw_svg(Graph(nodes, [], found[0]))
    assert drawn.count('class="node"') == len(found)
    assert size(to_png(drawn))[0] >= 680


def test_fonts_of_the_machine_are_loaded_only_for_scripts_that_ours_lack(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    requests: list[bytes] = []

    def note(request: bytes) -> bytes:
        requests.append(request)
        return b""

    monkeypatch.setattr(png, "_run", note)
    for words in ("LOAD \u2192 \u00e9\u0416\u05d0\u2026", "\ufffd", "数据", "😀"):
        to_png(text(words))
    assert [b'"skip_system_fonts":true' in request for request in requests] == [True, True, False, False]


@pytest.mark.parametrize("attribute", ["href", "xlink:href"])
def test_an_svg_that_refers_to_a_file_is_refused(tmp_path: Path, attribute: str) -> None:
    image = tmp_path / "secret.png"
    image.write_bytes(to_png(svg(RED)))
    element = f'<image {attribute}="{image}" width="40" height="40"/>'
    body = f'<g xmlns:xlink="http://www.w3.org/1999/xlink">{element}</g>'
    with pytest.raises(ValueError, match="refers to something else"):
        to_png(svg(body))


@pytest.mark.parametrize(
    "body",
    [
        '<image href="http://127.0.0.1:9/x.png" width="9" height="9"/>',
        '<filter id="f"><feImage href="/etc/hostname"/></filter>',
        '<use href="#a"/>',
        "<!-- a comment -->",
        "<?xml-stylesheet href='x.css'?>",
        "<![CDATA[x]]>",
        "<g>",
        "&entity;",
        "\ud800",
    ],
)
def test_an_svg_that_is_more_than_a_picture_is_refused(body: str) -> None:
    with pytest.raises(ValueError, match="SVG"):
        to_png(svg(body))


def test_an_outside_style_loads_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.svg").write_text(svg(RED))
    styled = f'<rect width="40" height="40" fill="url({tmp_path}/x.svg#a)" style="filter:url(http://127.0.0.1:9/)"/>'
    imported = f"<style>@import url('{tmp_path}/x.css'); rect {{ fill: url('{tmp_path}/x.svg') }}</style>"
    assert to_png(svg(imported + styled)) in {to_png(svg()), to_png(svg('<rect width="40" height="40"/>'))}


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "no markup",
        svg(width="0"),
        svg(width="nan"),
        svg(width="100%"),
        svg(height="inf"),
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
        '<p width="9" height="9"/>',
    ],
)
def test_what_cannot_be_drawn_is_an_error_with_a_reason(broken: str) -> None:
    with pytest.raises(ValueError, match=r"\w+"):
        to_png(broken)


def test_a_picture_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(png, "SECONDS", 0.0001)
    with pytest.raises(TimeoutError):
        to_png(svg())


def test_a_machine_without_room_for_another_process_is_an_error_with_a_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(ValueError, match="cannot be drawn: No such file"):
        to_png(svg())


def test_the_renderer_is_not_loaded_with_the_drawing() -> None:
    program = "import sys, core.tools.drawing; print('resvg_py' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert found.stdout.strip() == "False"


def test_the_fonts_are_shipped_with_their_licence() -> None:
    fonts = Path(png.__file__).parent / "fonts"
    assert len(list(fonts.glob("*.ttf"))) == 4
    licence = (fonts / "LICENSE").read_text()
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Red Hat" in licence
    for file in fonts.glob("*.ttf"):
        assert "SIL Open Font License, Version 1.1".encode("utf-16-be") in file.read_bytes()
