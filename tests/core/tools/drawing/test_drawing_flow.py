"""Long graphs run down the sheet, and every text stays in its box whichever way the picture runs."""

from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from core.tools.drawing import Edge, Graph, Node, draw_svg
from tests.core.tools.drawing.read_sheet import SVG, Piece, Sheet

names = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x17F), min_size=1, max_size=40)
flags = st.none() | st.sampled_from(["cycle", "on hold", "missing", "W" * 60])
groups = st.none() | st.sampled_from(["OUTER", "INNER", "OTHER_GROUP_WITH_A_LONG_NAME" * 3])


@st.composite
def long_graphs(draw: st.DrawFn) -> Graph:
    """A chain of 16 to 40 nodes in nested groups, with some more edges."""
    count = draw(st.integers(16, 40))
    home = draw(st.lists(groups, min_size=count, max_size=count))
    labels = draw(st.lists(names, min_size=count, max_size=count))
    marks = draw(st.lists(flags, min_size=count, max_size=count))
    nodes = [Node(f"n{i}", labels[i], "CMD", home[i], marks[i]) for i in range(count)]
    nodes += [Node("OUTER", "OUTER", "BOX", flag=draw(flags)), Node("INNER", draw(names), "BOX", "OUTER")]
    ends = st.sampled_from([node.id for node in nodes])
    edges = [Edge(f"n{a}", f"n{b}", "success") for a, b in pairwise(range(count))]
    edges += draw(
        st.lists(st.builds(Edge, ends, ends, st.sampled_from(["", "done"]), st.booleans()), max_size=8)
    )
    return Graph(nodes, edges, draw(names), {"OUTER": None, "INNER": "OUTER"})


def chain(count: int) -> Graph:
    ids = [f"STEP_{number:02}_WITH_A_NAME" for number in range(count)]
    return Graph([Node(name, name) for name in ids], [Edge(a, b) for a, b in pairwise(ids)], "Chain")


def outlines(sheet: Sheet, name: str) -> list[Piece]:
    """The first rectangle of each group of elements of this class."""
    found = []
    for group in sheet.root.iter(f"{SVG}g"):
        if group.get("class") == name:
            rect = group.find(f"{SVG}rect")
            assert rect is not None
            x, y, width, height = (float(rect.get(key, "0")) for key in ("x", "y", "width", "height"))
            found.append(Piece(x, y, x + width, y + height))
    return found


@settings(max_examples=40, deadline=None)
@given(long_graphs())
def test_any_long_graph_is_drawn_without_overlap_and_inside_its_sheet(graph: Graph) -> None:
    sheet = Sheet(draw_svg(graph))
    sheet.assert_sound()
    nodes, frames = outlines(sheet, "node"), outlines(sheet, "group")
    for one, other in combinations(nodes, 2):
        apart = one.right <= other.left or other.right <= one.left
        assert apart or one.bottom <= other.top or other.bottom <= one.top
    for frame in frames:
        for node in nodes:
            outside = node.right <= frame.left or frame.right <= node.left
            assert outside or node.bottom <= frame.top or frame.bottom <= node.top or frame.holds(node)


@settings(max_examples=40, deadline=None)
@given(long_graphs())
def test_no_text_leaves_its_node(graph: Graph) -> None:
    sheet = Sheet(draw_svg(graph))
    boxes = [rect for rect in sheet.rects if "node" in rect.classes]
    inside = [text for text in sheet.texts if "node" in text.classes and text.text != "!"]
    assert inside
    for text in inside:
        assert any(box.holds(text) for box in boxes), text


@settings(max_examples=20, deadline=None)
@given(st.lists(names, min_size=70, max_size=90), st.lists(names, min_size=1, max_size=4, unique=True))
def test_no_text_leaves_its_panel(labels: list[str], homes: list[str]) -> None:
    nodes = [Node(f"n{i}", label, "CMD", homes[i % len(homes)]) for i, label in enumerate(labels)]
    sheet = Sheet(
        draw_svg(Graph([*nodes, Node(homes[0], homes[0], "BOX")], [], "Panels", dict.fromkeys(homes)))
    )
    sheet.assert_sound()
    panels = [rect for rect in sheet.rects if rect.classes == ("group",)]
    inside = [text for text in sheet.texts if "group" in text.classes]
    assert len(inside) > len(nodes)
    for text in inside:
        assert any(panel.holds(text) for panel in panels), text


def test_a_short_chain_runs_to_the_right_and_a_long_one_down() -> None:
    short, long = (Sheet(draw_svg(chain(count))) for count in (4, 20))
    assert "What comes first stands further left." in short.caption
    assert "What comes first stands further up." in long.caption
    assert short.page.right > short.page.bottom
    assert long.page.bottom > long.page.right
    tops = [box.top for box in outlines(long, "node")]
    assert tops == sorted(tops)


@settings(max_examples=25, deadline=None)
@given(long_graphs())
def test_members_keep_clear_of_the_border_and_the_label_of_their_group(graph: Graph) -> None:
    sheet = Sheet(draw_svg(graph))
    for frame in outlines(sheet, "group"):
        for node in outlines(sheet, "node"):
            if frame.holds(node):
                assert node.top >= frame.top + 31.5
                assert node.left >= frame.left + 11.5
                assert node.right <= frame.right - 11.5
                assert node.bottom <= frame.bottom - 11.5


def test_a_panel_shows_a_long_name_whole_in_smaller_letters() -> None:
    name = "A_GROUP_WITH_A_LONG_NAME_BX"
    nodes = [Node(f"n{i}", f"NAME_{i}", "CMD", name if i % 2 else "SHORT") for i in range(300)]
    texts = {text.text: text for text in Sheet(draw_svg(Graph(nodes, [], "Names"))).texts}
    assert texts[name].bottom - texts[name].top < texts["SHORT"].bottom - texts["SHORT"].top


def test_lines_of_a_picture_that_runs_down_end_on_top_of_their_nodes() -> None:
    root = ET.fromstring(draw_svg(chain(20)))  # noqa: S314 - our own output
    ends = [
        path.get("d", "").rpartition("V")[2]
        for group in root.iter(f"{SVG}g")
        if group.get("class") == "edge"
        for path in list(group.iter(f"{SVG}path"))[:1]
    ]
    tops = sorted(box.top for box in outlines(Sheet(draw_svg(chain(20))), "node"))
    assert sorted(float(end) for end in ends) == tops[1:]


def test_an_arrow_that_runs_up_is_said() -> None:
    graph = chain(20)
    ring = Edge(graph.nodes[5].id, graph.nodes[2].id)
    sheet = Sheet(draw_svg(Graph(graph.nodes, [*graph.edges, ring], "Ring")))
    assert "1 arrow runs back up or to the same node." in sheet.caption


def test_the_title_of_a_large_sheet_grows_with_it() -> None:
    def title(graph: Graph) -> float:
        sheet = Sheet(draw_svg(graph))
        found = next(text for text in sheet.texts if text.text == graph.title)
        return (found.bottom - found.top) / sheet.page.right

    small, large = (
        chain(3),
        Graph([Node(f"n{i}", f"NAME_{i:04}", "", f"g{i % 40}") for i in range(400)], [], "Big"),
    )
    assert title(large) > title(small) / 2


def test_a_graph_that_could_not_be_read_as_a_list_becomes_an_overview() -> None:
    parents: dict[str, str | None] = {f"G{number}": None for number in range(40)}
    nodes = [Node(f"N{i}", f"NAME_{i:05}", "CMD", f"G{i % 40}") for i in range(2000)]
    edges = [Edge(f"N{i}", f"N{i + 1}") for i in range(39)]
    sheet = Sheet(draw_svg(Graph(nodes, edges, "Crowded", parents)))
    assert "this is an overview" in sheet.caption
    sheet.assert_sound()


def long_overview() -> Sheet:
    """An overview of forty groups in a row, with one edge back."""
    parents: dict[str, str | None] = {f"G{number:02}": None for number in range(40)}
    nodes = [Node(f"N{i}", f"NAME_{i}", "CMD", f"G{i % 40:02}") for i in range(4000)]
    edges = [Edge(f"N{i}", f"N{i + 1}") for i in range(39)] + [Edge("N40", "N81"), Edge("N1", "N0")]
    return Sheet(draw_svg(Graph(nodes, edges, "Long", parents)))


def test_an_overview_that_runs_down_has_its_charts_beside_it_and_counts_up_and_down() -> None:
    sheet = long_overview()
    assert "\N{DOWNWARDS ARROW}2 \N{UPWARDS ARROW}1" in sheet.words()
    charts = [text for text in sheet.texts if "chart" in text.classes]
    cards = [rect for rect in sheet.rects if rect.classes == ("group",)]
    assert min(chart.left for chart in charts) > max(card.right for card in cards)
    sheet.assert_sound()


def test_lines_pass_behind_the_label_of_a_group() -> None:
    chained = chain(20)
    nodes = [
        Node(node.id, node.label, group="THE_GROUP" if i > 3 else None)
        for i, node in enumerate(chained.nodes)
    ]
    svg = draw_svg(Graph(nodes, chained.edges, "Chain"))
    last_edge = svg.rindex('class="edge"')
    plate = svg.index("<rect", last_edge)
    assert plate < svg.index(">THE_GROUP</text>", last_edge) < svg.index('class="node"', last_edge)
