"""The graph by hand and through the whole house: exact files, answers, and no memory that it depends on."""

import json
import zipfile
from pathlib import Path
from typing import Any

import orjson
import pytest

from core.errors import UserFacingError
from tests.house import open_house
from tests.s3 import open_s3
from tests.workflows.jil_parser.asking import EXAMPLES, NIGHT, invoke, saved
from tests.workflows.jil_parser.engine.estates import DATA, NAMES, expected
from workflows.jil_parser import nodes
from workflows.jil_parser.estates import EstateCache
from workflows.jil_parser.graph import build_graph
from workflows.jil_parser.question import ABOUT_A_JOB
from workflows.jil_parser.workflow import JILParserWorkflow

ESTATE_FILES = [
    *("parse.json", "jobs.csv", "dependencies.csv", "report.md"),
    *("report.html", "counts.svg", "timeline.svg", "graph.svg", "graph.png"),
]
FOLLOW_UP = {"new_inputs": False}


@pytest.fixture
def night(tmp_path: Path) -> Path:
    path = tmp_path / "night.jil"
    path.write_text(NIGHT)
    return path


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every step finds an empty cache, as in a process that has just started."""

    class Forgetful(EstateCache):
        def get(self, references: Any) -> Any:
            return EstateCache().get(references)

    for module in ("workflows.jil_parser.nodes", "workflows.jil_parser.estates"):
        monkeypatch.setattr(f"{module}.ESTATES", Forgetful())


async def test_every_reference_file_is_parsed_exactly_through_the_house(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        for name in NAMES:
            run = await house.ask("/dataops parse-jil", files=(DATA / f"{name}.jil",))
            assert run.outcome
            assert run.outcome.response
            assert run.outcome.response.success
            document = json.loads((tmp_path / "out" / "parse.json").read_bytes())
            assert_exact(name, document)
            (tmp_path / "out" / "parse.json").unlink()


async def test_a_mistake_in_a_thread_is_one_sentence_and_loses_nothing(tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.jil"
    nothing.write_text("")
    async with open_house(tmp_path) as house:
        first = await house.ask("/dataops parse-jil", files=(EXAMPLES / "small.jil",))
        for text, files, sentence in (
            ("what breaks if I hold LOAD_GLX?", (), "There is no job LOAD_GLX. Did you mean LOAD_GL"),
            ("/dataops parse-jil", (nothing,), "nothing.jil is empty; attach the file with its content."),
        ):
            run = await house.ask(text, thread=first.thread, files=files)
            assert run.state == "failed", house.posts(run)
            assert sentence in house.posts(run)[-1]
        run = await house.ask("what breaks if I hold LOAD_GL?", thread=first.thread)
        assert "If you hold `LOAD_GL`, " in "\n".join(house.posts(run))


def assert_exact(name: str, document: dict[str, Any]) -> None:
    known = expected(name)
    assert document["jobs"] == known["jobs"]
    assert in_order(document["edges"]) == in_order(known["edges"])
    codes = {found["code"] for found in known["diagnostics"]}
    found = [(each["code"], each["line"]) for each in document["diagnostics"] if each["code"] in codes]
    assert sorted(found) == sorted((each["code"], each["line"]) for each in known["diagnostics"])


def in_order(edges: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(edge, sort_keys=True) for edge in edges)


def test_a_new_export_gets_all_files_and_a_follow_up_only_its_own(night: Path) -> None:
    assert list(saved(invoke(night))) == ESTATE_FILES
    follow_up = invoke(night, analysis="upstream", current_job="REPORT", context=FOLLOW_UP)
    assert list(saved(follow_up)) == ["answer.csv", "neighbourhood.svg", "neighbourhood.png"]
    together = invoke(night, analysis="upstream", current_job="REPORT")
    assert list(saved(together)) == [*ESTATE_FILES, "answer.csv", "neighbourhood.svg", "neighbourhood.png"]


def test_the_state_has_the_fields_of_the_contract(night: Path) -> None:
    state = invoke(night, analysis="downstream", current_job="LOAD", levels=1)
    assert state["success"] is True
    assert state["errors"] is None
    assert state["metadata"] == {"iterations": 1, "files_analyzed": 1, "uses_inputs": True}
    assert state["visited_files"] == ["night.jil"]
    assert state["result"]["analysis"] == state["answer"]["finding"]
    assert state["answer"]["picture"] in state["artifacts"]
    assert {"job": "FETCH", "type": "condition"} in state["result"]["dependencies"]
    assert {"job": "NIGHT_BX", "type": "box"} in state["result"]["dependencies"]


def test_direct_relations_leave_out_a_job_of_the_same_name_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "a.jil"
    path.write_text("insert_job: A\ninsert_job: B\ncondition: s(A^PR2)\ninsert_job: C\ncondition: s(A)\n")
    state = invoke(path, analysis="job", current_job="A")
    assert state["result"]["dependencies"] == [{"job": "C", "type": "condition"}]


@pytest.mark.usefixtures("forgetful")
@pytest.mark.parametrize("analysis", ["overview", "impact", "cycles"])
def test_every_step_works_in_a_process_that_remembers_nothing(night: Path, analysis: str) -> None:
    state = invoke(night, analysis=analysis, current_job="LOAD")
    assert state["answer"]["finding"]
    assert list(saved(state))[: len(ESTATE_FILES)] == ESTATE_FILES


def test_the_state_between_steps_holds_no_estate_and_can_be_written_down(
    night: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state: Any = {"file_path": [str(night)], "analysis": "impact", "current_job": "LOAD"}
    for step in (nodes.read, nodes.parse, nodes.resolve, nodes.analyse, nodes.write):
        state = orjson.loads(orjson.dumps({**state, **step(state)}))
        monkeypatch.setattr(nodes, "ESTATES", EstateCache())
    assert state["answer"]["finding"].startswith("If you hold `LOAD`")


def test_several_files_and_a_zip_of_them_are_one_script_in_order(tmp_path: Path) -> None:
    first, second = tmp_path / "b.jil", tmp_path / "a.jil"
    first.write_text("insert_job: A\nowner: x\ncondition: s(B)\n")
    second.write_text("insert_job: B\nowner: x\nupdate_job: A\nowner: y\nfoo: z\n")
    with zipfile.ZipFile(tmp_path / "both.zip", "w") as archive:
        for path in (first, second):
            archive.write(path, path.name)
    documents = [
        json.loads(saved(state)["parse.json"])
        for state in (invoke(first, second), invoke(tmp_path / "both.zip"))
    ]
    assert documents[0] == documents[1]
    assert {job["name"]: job["attributes"]["owner"] for job in documents[0]["jobs"]} == {"A": "y", "B": "x"}
    assert [each["message"].partition(":")[0] for each in documents[0]["diagnostics"]] == ["a.jil"]
    other_way = json.loads(saved(invoke(second, first))["parse.json"])
    assert {job["name"]: job["attributes"]["owner"] for job in other_way["jobs"]} == {"A": "x", "B": "x"}


def test_a_typed_condition_needs_no_file() -> None:
    state = build_graph().invoke({"input": "what does s(A) & f(B) mean?", "analysis": "explain"})
    assert state["answer"]["finding"] == "True when A has ended in SUCCESS and B has ended in FAILURE."
    assert state["metadata"] == {"iterations": 1, "files_analyzed": 0, "uses_inputs": False}
    assert state["artifacts"] == []


def test_a_huge_typed_condition_is_whole_in_a_file() -> None:
    condition = " & ".join(f"s(JOB_{number})" for number in range(2000))
    state = build_graph().invoke({"input": f"explain {condition}", "analysis": "explain"})
    assert list(saved(state)) == ["explanation.txt"]
    assert "JOB_1999 has ended" in saved(state)["explanation.txt"]
    assert len(orjson.dumps(state["result"])) < 200_000


@pytest.mark.parametrize(
    "analysis",
    [
        "overview",
        "counts",
        "cycles",
        "dangling",
        "roots",
        "leaves",
        "ownerless",
        "startless",
        "longest_chain",
        "stuck_boxes",
        "diagnostics",
        "machine",
        *ABOUT_A_JOB,
    ],
)
def test_the_result_is_bounded_whatever_is_asked(tmp_path: Path, analysis: str) -> None:
    path = tmp_path / "wide.jil"
    jobs = "".join(f"insert_job: J{n}_{'X' * 50}\ncondition: s(FIRST) & s(GONE_{n})\n" for n in range(1500))
    path.write_text(f"insert_job: FIRST\ncommand: {'y' * 1_000_000}\n{jobs}")
    state = invoke(path, analysis=analysis, current_job="FIRST", context=FOLLOW_UP)
    assert len(orjson.dumps(state["result"])) < 200_000
    assert len(orjson.dumps(state["answer"])) < 30_000


@pytest.mark.parametrize("analysis", list(JILParserWorkflow().get_metadata().required_inputs[2].choices))
def test_every_declared_analysis_has_an_answer(analysis: str) -> None:
    state = invoke(EXAMPLES / "small.jil", analysis=analysis, current_job="LOAD_GL", context=FOLLOW_UP)
    assert state["success"]
    assert state["answer"]["finding"]


def test_by_hand_the_export_can_be_an_object(monkeypatch: pytest.MonkeyPatch) -> None:
    with open_s3(monkeypatch) as s3:
        place = s3.put("finance/night.jil", NIGHT)
        state = build_graph().invoke({"file_path": place, "analysis": "impact", "current_job": "LOAD"})
        assert state["visited_files"] == ["night.jil"]
        assert state["answer"]["finding"].startswith("If you hold `LOAD`")
        assert s3.count("GET") == 1


def test_an_unknown_job_is_one_sentence(night: Path) -> None:
    with pytest.raises(UserFacingError, match=r"There is no job REPORTT\. Did you mean REPORT"):
        invoke(night, analysis="impact", current_job="REPORTT")


def test_the_scenario_and_the_words_reach_the_answer(night: Path) -> None:
    state = invoke(night, analysis="impact", current_job="LOAD", scenario="fail", context=FOLLOW_UP)
    assert state["answer"]["finding"].startswith("If `LOAD` ends in FAILURE, ")
    state = invoke(night, analysis="owner", input="which jobs belong to owner ops?", context=FOLLOW_UP)
    assert state["answer"]["finding"] == "`ops` is an owner; 7 jobs belong to it."
    assert list(saved(state)) == ["answer.csv", "neighbourhood.svg", "neighbourhood.png"]


def test_the_picture_in_the_thread_is_a_png_and_an_svg_where_none_can_be_drawn(
    night: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = invoke(night)
    assert state["answer"]["picture"] == state["artifacts"][ESTATE_FILES.index("graph.png")]
    monkeypatch.setattr("workflows.jil_parser.nodes.to_png", _draws_nothing)
    state = invoke(night)
    assert list(saved(state)) == ESTATE_FILES[:-1]
    assert state["answer"]["picture"] == state["artifacts"][ESTATE_FILES.index("graph.svg")]


def _draws_nothing(_: str) -> bytes:
    raise TimeoutError("the picture took longer than 30 seconds")
