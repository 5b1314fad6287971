"""Every picture: well-formed, complete, deterministic, honest about what it shows."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from core.tools.drawing import Edge, Graph, Node, draw_svg

SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {"svg", "title", "desc", "g", "rect", "path", "circle", "text"}

names = st.text(max_size=12) | st.sampled_from(
    ["a", "b", "c", "<b>&\"'", "]]>", "\u202ex", "\x00", "N" * 4096]
)
kinds = st.sampled_from(["", "CMD", "<k>", "success", "\ud800"])
nodes = st.builds(
    Node, names, names, kinds, st.none() | names, st.none() | st.sampled_from(["cycle", "missing", "<f>"])
)
edges = st.builds(Edge, names, names, kinds, st.booleans())
graphs = st.builds(
    Graph,
    st.lists(nodes, max_size=25),
    st.lists(edges, max_size=40),
    names,
    st.dictionaries(names, st.none() | names, max_size=8),
)


@dataclass(frozen=True)
class Rect:
    """A drawn rectangle."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: "Rect") -> bool:
        across = self.x < other.x + other.width and other.x < self.x + self.width
        return across and self.y < other.y + other.height and other.y < self.y + self.height

    def contains(self, other: "Rect") -> bool:
        right, low = other.x + other.width, other.y + other.height
        within = self.x <= other.x and right <= self.x + self.width
        return within and self.y <= other.y and low <= self.y + self.height


class Picture:
    """A drawn graph, read back."""

    def __init__(self, graph: Graph) -> None:
        self.svg = draw_svg(graph)
        self.root = ET.fromstring(self.svg)  # noqa: S314 - our own output
        self.caption = self.root.findtext(f"{SVG}desc") or ""

    def groups(self, name: str) -> list[ET.Element]:
        return [element for element in self.root.iter(f"{SVG}g") if element.get("class") == name]

    def rects(self, name: str) -> dict[str, Rect]:
        return {group.get("data-id", ""): _rect(group) for group in self.groups(name)}

    def texts(self) -> list[str]:
        return [element.text or "" for element in self.root.iter(f"{SVG}text")]

    def hints(self, name: str) -> list[str]:
        return [group.findtext(f"{SVG}title") or "" for group in self.groups(name)]


def _rect(group: ET.Element) -> Rect:
    rect = group.find(f"{SVG}rect")
    assert rect is not None
    return Rect(*(float(rect.get(key, "0")) for key in ("x", "y", "width", "height")))


def chain(*ids: str) -> list[Edge]:
    return [Edge(a, b, "success") for a, b in pairwise(ids)]


def plain(*ids: str) -> list[Node]:
    return [Node(node, node, "CMD") for node in ids]


def large(count: int, groups: int) -> Graph:
    parents: dict[str, str | None] = {f"G{number}": None for number in range(groups)}
    many = [Node(f"N{number}", f"N{number}", "CMD", f"G{number % groups}") for number in range(count)]
    links = [Edge(f"N{number}", f"N{number * 7 % count}", "success") for number in range(count)]
    return Graph(many, links, "Large", parents)


# ---- every picture ----


@settings(max_examples=150, deadline=None)
@given(graphs)
def test_any_graph_gives_a_well_formed_self_contained_picture(graph: Graph) -> None:
    picture = Picture(graph)
    assert picture.root.tag == f"{SVG}svg"
    assert {element.tag.removeprefix(SVG) for element in picture.root.iter()} <= ALLOWED
    for element in picture.root.iter():
        assert not any(
            "href" in key or key.startswith("on") or "url(" in value for key, value in element.items()
        )
    assert picture.root.findtext(f"{SVG}title") is not None
    assert picture.caption


@settings(max_examples=60, deadline=None)
@given(graphs)
def test_any_small_graph_is_drawn_whole_and_without_overlap(graph: Graph) -> None:
    picture = Picture(graph)
    ends = {end for edge in graph.edges for end in (edge.source, edge.target)}
    ids = {node.id for node in graph.nodes} | ends
    assert len(picture.groups("edge")) == len(set(graph.edges))
    assert len(picture.groups("node")) + len(picture.groups("group")) >= len(ids)
    for one, other in combinations([_rect(group) for group in picture.groups("node")], 2):
        assert not one.overlaps(other)
    for one, other in combinations([_rect(group) for group in picture.groups("group")], 2):
        assert not one.overlaps(other) or one.contains(other) or other.contains(one)


@settings(max_examples=30, deadline=None)
@given(graphs, st.lists(names, min_size=1, max_size=5))
def test_any_middling_graph_gives_a_picture(graph: Graph, homes: list[str]) -> None:
    more = [Node(f"more {number}", f"{number}", group=homes[number % len(homes)]) for number in range(70)]
    picture = Picture(replace(graph, nodes=[*graph.nodes, *more]))
    assert "listed" in picture.caption
    for one, other in combinations([_rect(group) for group in picture.groups("group")], 2):
        assert not one.overlaps(other)


def test_the_same_graph_gives_the_same_bytes_in_another_process() -> None:
    program = (
        "from core.tools.drawing import *;import hashlib;"
        "g=Graph([Node(f'n{i}',f'n{i}',f'k{i%9}',f'g{i%7}',f'f{i%3}') for i in range(COUNT)],"
        "[Edge(f'n{i}',f'n{i*7%COUNT}',f'e{i%5}') for i in range(COUNT)],'t',{});"
        "print(hashlib.sha256(draw_svg(g).encode()).hexdigest())"
    )
    for count in (40, 300, 2500):
        runs = [
            subprocess.run(
                [sys.executable, "-c", program.replace("COUNT", str(count))],
                env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path))},
                capture_output=True,
                check=True,
            ).stdout
            for seed in ("1", "2")
        ]
        assert runs[0] == runs[1]


def test_an_empty_graph_is_a_picture_that_says_so() -> None:
    assert "All 0 nodes and 0 edges are drawn." in Picture(Graph([], [], "Nothing")).caption


# ---- every node and edge ----


def test_what_comes_first_stands_further_left() -> None:
    picture = Picture(Graph(plain("a", "b", "c", "d"), [*chain("a", "b", "c", "d"), Edge("a", "d")], "Chain"))
    rects = picture.rects("node")
    for first, second in ("ab", "bc", "cd"):
        assert rects[first].x + rects[first].width < rects[second].x


def test_lines_keep_clear_of_all_other_nodes() -> None:
    ids = [f"n{number}" for number in range(20)]
    links = [Edge(a, b) for i, a in enumerate(ids) for j, b in enumerate(ids) if i < j and (i * j) % 6 == 1]
    picture = Picture(Graph(plain(*ids), links, "Long lines"))
    rects = picture.rects("node")
    for group in picture.groups("edge"):
        ends = set((group.findtext(f"{SVG}title") or "").split(" \N{RIGHTWARDS ARROW} "))
        path = group.find(f"{SVG}path")
        assert path is not None
        for x, y in _points(path.get("d", "")):
            for name, rect in rects.items():
                inside = rect.x < x < rect.x + rect.width and rect.y < y < rect.y + rect.height
                assert not inside or name in ends


def _points(data: str) -> Iterator[tuple[float, float]]:
    """Bends of a path of absolute M, H and C commands, with points between them on level stretches."""
    x, y = 0.0, 0.0
    for command, arguments in re.findall(r"([MHC])([^MHC]*)", data):
        numbers = [float(number) for number in arguments.split()]
        if command == "H":
            yield from ((x + (numbers[0] - x) * step / 20, y) for step in range(1, 20))
            x = numbers[0]
        else:
            x, y = numbers[-2:]
        yield x, y


def test_groups_are_labelled_frames_around_their_members() -> None:
    inner = [Node("OUTER", "OUTER", "BOX"), Node("a", "a", group="INNER"), Node("b", "b", group="OUTER")]
    picture = Picture(Graph(inner, chain("a", "b"), "Nested", {"INNER": "OUTER", "OUTER": None}))
    frames, rects = picture.rects("group"), picture.rects("node")
    assert set(frames) == {"INNER", "OUTER"}
    assert set(rects) == {"a", "b"}
    assert frames["OUTER"].contains(frames["INNER"])
    assert frames["INNER"].contains(rects["a"])
    assert frames["OUTER"].contains(rects["b"])
    assert not frames["INNER"].overlaps(rects["b"])
    assert {"INNER", "OUTER", "BOX"} <= set(picture.texts())


def test_a_line_to_a_group_ends_at_its_frame() -> None:
    inside = [Node("x", "x"), Node("BOX", "BOX"), Node("m", "m", group="BOX")]
    picture = Picture(Graph(inside, [Edge("x", "BOX")], "To a box", {"BOX": None}))
    path = picture.groups("edge")[0].find(f"{SVG}path")
    assert path is not None
    assert list(_points(path.get("d", "")))[-1][0] == picture.rects("group")["BOX"].x


def test_a_line_crosses_frames_without_a_jump() -> None:
    inside = [
        *plain("x", "y"),
        *(Node(f"m{i}", f"m{i}", group="INNER" if i % 2 else "OUTER") for i in range(8)),
    ]
    links = [
        Edge("x", "m7"),
        Edge("m1", "y"),
        Edge("m2", "m5"),
        Edge("m7", "m6"),
        Edge("y", "m0"),
        *chain("m1", "m3"),
    ]
    picture = Picture(Graph(inside, links, "Frames", {"OUTER": None, "INNER": "OUTER"}))
    for group in picture.groups("edge"):
        path = group.find(f"{SVG}path")
        assert path is not None
        bends = list(_points(path.get("d", "")))
        assert all(abs(a[0] - b[0]) > 1 for a, b in pairwise(bends))


def test_lines_are_not_crossed_where_they_need_not_be() -> None:
    rects = Picture(Graph(plain("a", "b", "c", "d"), [Edge("a", "d"), Edge("b", "c")], "Two lines")).rects(
        "node"
    )
    assert (rects["a"].y < rects["b"].y) == (rects["d"].y < rects["c"].y)


def test_a_cycle_is_drawn_with_an_arrow_that_runs_back_and_said() -> None:
    ring = [Node(name, name, flag="cycle") for name in "abc"]
    picture = Picture(Graph(ring, chain("a", "b", "c", "a"), "Ring"))
    assert len(picture.groups("edge")) == 3
    assert "1 arrow runs back" in picture.caption
    assert picture.texts().count("cycle") == 3
    assert "cycle (3)" in picture.texts()


def test_mutual_exclusion_does_not_count_as_order() -> None:
    mutex = [Edge("a", "b", "not running", ordering=False), Edge("b", "a", "not running", ordering=False)]
    picture = Picture(Graph(plain("a", "b"), mutex, "Mutex"))
    assert "back" not in picture.caption


def test_an_unknown_edge_end_is_drawn_as_missing() -> None:
    picture = Picture(Graph(plain("a"), [Edge("TYPO", "a")], "Dangling"))
    assert set(picture.rects("node")) == {"a", "TYPO"}
    assert "1 node is missing" in picture.caption
    assert "missing (1)" in picture.texts()


def test_a_long_name_is_shortened_with_the_whole_of_it_in_the_tooltip() -> None:
    name = "A" * 40 + "_MIDDLE_" + "Z" * 40
    picture = Picture(Graph([Node("a", name)], [], "Long"))
    shown = next(text for text in picture.texts() if text.startswith("AA"))
    assert "\N{HORIZONTAL ELLIPSIS}" in shown
    assert shown.endswith("ZZ")
    assert picture.hints("node") == [name]


def test_the_legend_names_each_kind_with_its_number() -> None:
    mixed = [Node("a", "a", "CMD"), Node("b", "b", "CMD"), Node("c", "c", "FW")]
    picture = Picture(Graph(mixed, [Edge("a", "b", "success"), Edge("b", "c", "failure")], "Kinds"))
    assert {"CMD (2)", "FW (1)", "success (1)", "failure (1)"} <= set(picture.texts())
    dashes = {
        path.get("stroke-dasharray") for group in picture.groups("edge") for path in group.iter(f"{SVG}path")
    }
    assert len(dashes) == 2


# ---- one panel per group ----


def test_a_middling_graph_lists_every_node_in_its_panel_in_order() -> None:
    ids = [f"S{number:03d}" for number in range(100)]
    members = [Node(name, name, "CMD", "LEFT" if i < 50 else "RIGHT") for i, name in enumerate(reversed(ids))]
    picture = Picture(Graph(members, chain(*ids), "Two panels"))
    assert set(picture.rects("group")) == {"LEFT", "RIGHT"}
    listed = [text for text in picture.texts() if text.startswith("S")]
    right = [text for text in listed if text < "S050"]
    assert sorted(listed) == ids
    assert right == ids[:50]
    assert "All 100 nodes are listed" in picture.caption
    assert "1 between panels are drawn as counted lines; 98 inside panels are not drawn" in picture.caption
    assert picture.hints("edge") == ["RIGHT \N{RIGHTWARDS ARROW} LEFT: 1 (success 1)"]


def test_edges_both_ways_share_a_line_with_both_numbers() -> None:
    members = [Node(f"n{i}", f"n{i}", group="A" if i % 2 else "B") for i in range(80)]
    picture = Picture(Graph(members, [Edge("n0", "n1"), Edge("n2", "n3"), Edge("n5", "n4")], "Both ways"))
    assert "\N{RIGHTWARDS ARROW}2 \N{LEFTWARDS ARROW}1" in picture.texts()
    assert len(picture.groups("edge")) == 1


def test_members_of_a_group_are_numbered_after_what_the_group_waits_for() -> None:
    ids = [f"n{number}" for number in range(70)]
    boxed = [Node("BOX", "BOX"), Node("inside", "inside", group="BOX"), *plain(*ids)]
    picture = Picture(
        Graph(boxed, [*chain(*ids), Edge("n69", "BOX"), Edge("BOX", "after")], "Box", {"BOX": None})
    )
    row = next(group for group in picture.groups("node") if group.get("data-id") == "inside")
    after = next(group for group in picture.groups("node") if group.get("data-id") == "after")
    assert next(row.iter(f"{SVG}text")).text == "71"
    assert next(after.iter(f"{SVG}text")).text == "72"


# ---- overview ----


def test_a_large_graph_gets_an_overview_that_says_what_is_left_out() -> None:
    picture = Picture(large(5000, 400))
    assert picture.caption.startswith("5,000 nodes, 400 groups and 5,000 edges")
    assert len(picture.groups("group")) == 30
    assert "370 further top-level groups" in picture.caption
    drawn = sum(
        int(hint.rpartition("success ")[2].rstrip(")")) for hint in picture.hints("edge") if ";" not in hint
    )
    both = [re.findall(r": (\d+) ", hint) for hint in picture.hints("edge") if ";" in hint]
    total = drawn + sum(int(number) for pair in both for number in pair)
    assert f"The lines stand for {total:,} edges" in picture.caption
    assert {"Nodes by kind", "Edges by kind", "Nodes per layer", "Most edges out", "Most edges in"} <= set(
        picture.texts()
    )


def test_a_hundred_thousand_nodes_stay_below_half_a_megabyte() -> None:
    svg = draw_svg(large(100_000, 5_000))
    assert len(svg.encode()) < 500_000
    ET.fromstring(svg)  # noqa: S314 - our own output


def test_layers_and_leaders_are_counted_over_the_whole_graph() -> None:
    ids = [f"n{number}" for number in range(2100)]
    links = [*chain(*ids[:3]), *(Edge("n5", name) for name in ids[10:110])]
    texts = Picture(Graph(plain(*ids), links, "Leaders")).texts()
    start = texts.index("Nodes per layer")
    assert texts[start + 1 : start + 7] == ["1", "1,998", "2", "101", "3", "1"]
    assert texts[texts.index("Most edges out") + 1 :][:2] == ["n5", "100"]


def test_many_groups_of_few_nodes_get_an_overview_too() -> None:
    assert "overview" in Picture(large(300, 150)).caption
