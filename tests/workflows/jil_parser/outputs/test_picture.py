"""The pictures say the truth: who is drawn, in which box, and what is missing or elsewhere."""

import re
from xml.etree.ElementTree import fromstring

import pytest

from core.tools.drawing import Graph
from tests.workflows.jil_parser.asking import EXAMPLES, NIGHT, ask, facts_of
from workflows.jil_parser.outputs import picture
from workflows.jil_parser.outputs.picture import estate_picture, neighbourhood_picture

TROUBLE = """
insert_job: BX   job_type: BOX
insert_job: A
box_name: BX
condition: s(B) & s(GONE)
insert_job: B
condition: s(A)
insert_job: SELF
condition: s(SELF)
insert_job: HELD
status: on_hold
insert_job: ICED
status: ON_ICE
"""


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Graph]:
    """The graphs that are handed to the drawing."""
    graphs: list[Graph] = []
    monkeypatch.setattr(picture, "draw_svg", graphs.append)
    return graphs


def test_the_estate_has_every_job_in_its_box_and_every_condition(drawn: list[Graph]) -> None:
    estate_picture(facts_of(NIGHT))
    graph = drawn[0]
    assert graph.title == "night.jil: 8 jobs"
    assert {node.id: node.group for node in graph.nodes if node.group} == {
        "FETCH": "NIGHT_BX",
        "LOAD": "NIGHT_BX",
    }
    assert graph.groups == {"NIGHT_BX": None}
    assert [(node.id, node.kind) for node in graph.nodes][-1] == ("RATES^PR2", "other scheduler")
    assert {(edge.source, edge.target, edge.kind, edge.ordering) for edge in graph.edges} == {
        ("FETCH", "LOAD", "success", True),
        ("LOAD", "REPORT", "success", True),
        ("RATES^PR2", "REPORT", "success", True),
        ("BACKUP", "REPORT", "notrunning", False),
        ("LOAD", "FALLBACK", "success", True),
        ("MANUAL", "FALLBACK", "success", True),
        ("LOAD", "ALARM", "failure", True),
        ("LOAD", "BACKUP", "notrunning", False),
    }


def test_what_is_remarkable_is_flagged(drawn: list[Graph]) -> None:
    estate_picture(facts_of(TROUBLE))
    flags = {node.id: node.flag for node in drawn[0].nodes if node.flag}
    assert flags == {
        "A": "cycle",
        "B": "cycle",
        "SELF": "waits for itself",
        "HELD": "on hold",
        "ICED": "on ice",
    }
    assert ("GONE", "A") in {(edge.source, edge.target) for edge in drawn[0].edges}


def test_an_answer_shows_its_jobs_and_what_it_names_outside(drawn: list[Graph]) -> None:
    facts = facts_of(TROUBLE)
    found = ask(TROUBLE, "upstream", "A")
    neighbourhood_picture(facts, found.focus, found.title)
    assert drawn[0].title == "Upstream of A"
    assert [node.id for node in drawn[0].nodes] == ["A", "BX", "B"]
    assert {(edge.source, edge.target) for edge in drawn[0].edges} == {("B", "A"), ("GONE", "A"), ("A", "B")}
    neighbourhood_picture(facts, ["A", "B"], "Two")
    assert {(edge.source, edge.target) for edge in drawn[1].edges} == {("B", "A"), ("A", "B")}
    assert drawn[1].nodes[0].group is None


def test_a_large_answer_is_cut_and_the_title_says_so(drawn: list[Graph]) -> None:
    text = "insert_job: FIRST\n" + "".join(f"insert_job: J{n}\ncondition: s(FIRST)\n" for n in range(200))
    found = ask(text, "downstream", "FIRST")
    neighbourhood_picture(facts_of(text), found.focus, found.title)
    assert drawn[0].title == "Downstream of FIRST (the first 120 of 201 jobs)"
    assert len(drawn[0].nodes) == 120


def test_a_large_estate_is_grouped_by_application(drawn: list[Graph]) -> None:
    text = "".join(
        f"insert_job: BX{n}\njob_type: b\n"
        f"insert_job: J{n}\nbox_name: BX{n}\napplication: APP{n % 3}\ncondition: s(X^PR2)\n"
        for n in range(1100)
    )
    estate_picture(facts_of(text))
    graph = drawn[0]
    assert {node.group for node in graph.nodes if node.kind == "BOX"} == {"APP0", "APP1", "APP2"}
    assert graph.groups["BX4"] == "APP1"
    assert graph.groups["APP1"] is None
    assert not graph.edges


@pytest.mark.parametrize("name", ["small", "nightly_estate"])
def test_the_examples_are_drawn_as_well_formed_svg(name: str) -> None:
    svg = estate_picture(facts_of((EXAMPLES / f"{name}.jil").read_text("utf-8")))
    assert fromstring(svg).tag.endswith("svg")  # noqa: S314 - made here
    for job in ("LOAD_GL", "EOD_REPORT", "DATA_LOAD"):
        assert re.search(rf">{job}<", svg)
