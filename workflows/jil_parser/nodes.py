"""The steps of the JIL graph. Each can run again, in another process, from the references in the state."""

from itertools import islice
from typing import Any

import structlog

from core.contracts import WorkflowInputParameter
from core.sizes import in_words
from core.tools.drawing import to_png
from core.tools.progress import report_progress
from core.tools.questions import ask_person
from core.tools.workspace import save_artifact
from workflows.jil_parser.answers.condition import condition_in, explain_text
from workflows.jil_parser.estates import ESTATES, ReadEstate, collector_paused
from workflows.jil_parser.facts import Facts
from workflows.jil_parser.finding import LISTED, Finding, counted, fitting
from workflows.jil_parser.outputs.counts import counts_picture
from workflows.jil_parser.outputs.html_report import html_report
from workflows.jil_parser.outputs.parse_json import parse_json
from workflows.jil_parser.outputs.picture import estate_picture, neighbourhood_picture
from workflows.jil_parser.outputs.report import report
from workflows.jil_parser.outputs.tables import answer_csv, dependencies_csv, jobs_csv
from workflows.jil_parser.outputs.timeline import timeline_picture
from workflows.jil_parser.question import Question
from workflows.jil_parser.state import JILParserState

logger = structlog.get_logger()

SHOWN = ("neighbourhood.png", "neighbourhood.svg", "graph.png", "graph.svg")
"""The picture that stands in the thread is the first of these that there is."""


def first_step(state: JILParserState) -> str:
    """A condition that was typed is explained without any file."""
    asks_for_words = state.get("analysis") == "explain" and not state.get("current_job")
    return "explain_condition" if asks_for_words and condition_in(state.get("input", "")) else "read"


def explain_condition(state: JILParserState) -> JILParserState:
    """Put the condition in the words into plain English."""
    finding = explain_text(condition_in(state.get("input", "")) or "")
    return _response(finding, list(_whole_text(finding, state).values()), state)


def read(state: JILParserState) -> JILParserState:
    """Fetch the files and check that they can be JIL at all."""
    references = state.get("file_path") or ask_person(_file_parameter())
    references = [references] if isinstance(references, str) else list(references)
    files = ESTATES.get(references).files
    report_progress(f"{counted(len(files.names), 'file')}, {in_words(files.size)}")
    return {"file_path": references, "visited_files": list(files.names), "iteration_count": len(files.names)}


def parse(state: JILParserState) -> JILParserState:
    """Read every statement into jobs and typed edges."""
    estate = _estate(state).estate
    report_progress(f"{counted(len(estate.jobs), 'job')}, {counted(len(estate.diagnostics), 'diagnostic')}")
    return {}


def resolve(state: JILParserState) -> JILParserState:
    """Join the references into one graph: cycles, the longest chain, what is missing."""
    with collector_paused():
        facts = _estate(state).facts
        cycles, missing = len(facts.dependencies.cycles), len(facts.dangling)
    report_progress(f"{counted(cycles, 'cycle')}, {counted(missing, 'dangling reference')}")
    return {}


def analyse(state: JILParserState) -> JILParserState:
    """Answer the question."""
    question = Question.of(state)
    report_progress(f"{question.analysis} {question.job or ''}".strip())
    with collector_paused():
        facts = _estate(state).facts
        finding = question.answer(facts)
        relations = _relations(facts, finding.job)
    scenario = state.get("scenario") if question.analysis == "impact" else None
    answered: JILParserState = {
        "analysis": question.analysis,
        "levels": question.levels,
        "scenario": scenario,
    }
    if finding.job:
        answered["current_job"] = finding.job
    return {"finding": finding.model_dump(), "dependencies": relations, **answered}


def write(state: JILParserState) -> JILParserState:
    """Write the files: all of them for a new export, for a follow-up only what answers it."""
    finding = Finding.model_validate(state["finding"])
    with collector_paused():
        facts = _estate(state).facts
        artifacts = _estate_files(facts, state) if _is_new(state) else {}
        artifacts |= _answer_files(facts, finding, state)
    finding.answer.picture = next((artifacts[name] for name in SHOWN if name in artifacts), None)
    return _response(finding, list(artifacts.values()), state)


def _estate(state: JILParserState) -> ReadEstate:
    return ESTATES.get(list(state["file_path"]))


def _is_new(state: JILParserState) -> bool:
    """Whether the files came with this message; without a thread (by hand) they always do."""
    return bool((state.get("context") or {}).get("new_inputs", True))


def _estate_files(facts: Facts, state: JILParserState) -> dict[str, str]:
    """The files about the whole estate, by name; each is made as it is stored."""
    timeline = timeline_picture(facts)
    pictures = {"counts.svg": counts_picture(facts)} | ({"timeline.svg": timeline} if timeline else {})
    return {
        "parse.json": _save("parse.json", "jil_parse", parse_json(facts.estate), state),
        "jobs.csv": _save("jobs.csv", "jil_jobs", jobs_csv(facts.estate), state),
        "dependencies.csv": _save("dependencies.csv", "jil_deps", dependencies_csv(facts.estate), state),
        "report.md": _save("report.md", "jil_report", report(facts), state),
        "report.html": _save("report.html", "jil_page", html_report(facts, _estate(state).sources()), state),
        **{name: _save(name, "jil_picture", svg, state) for name, svg in pictures.items()},
    } | _pictures("graph", estate_picture(facts), state)


def _answer_files(facts: Facts, finding: Finding, state: JILParserState) -> dict[str, str]:
    """The files about the question, by name."""
    saved = {}
    if finding.rows:
        saved["answer.csv"] = _save("answer.csv", "jil_answer", answer_csv(finding.rows), state)
    if len(finding.focus) > 1:
        saved |= _pictures("neighbourhood", neighbourhood_picture(facts, finding.focus, finding.title), state)
    return saved | _whole_text(finding, state)


def _whole_text(finding: Finding, state: JILParserState) -> dict[str, str]:
    """The file with an explanation that is too long to be shown."""
    if not finding.text:
        return {}
    return {"explanation.txt": _save("explanation.txt", "jil_explanation", finding.text, state)}


def _pictures(name: str, svg: str, state: JILParserState) -> dict[str, str]:
    """A picture to zoom into, and one that every chat shows; the second may be more than can be drawn."""
    saved = {f"{name}.svg": _save(f"{name}.svg", "lineage_map", svg, state)}
    try:
        png = to_png(svg)
    except (ValueError, TimeoutError):
        logger.warning("picture_not_drawn", name=name, exc_info=True)
        report_progress(f"{name}.png could not be drawn; {name}.svg shows the same")
        return saved
    return saved | {f"{name}.png": _save(f"{name}.png", "lineage_picture", png, state)}


def _save(name: str, kind: str, content: Any, state: JILParserState) -> str:
    report_progress(name)
    parents = [reference for reference in state.get("file_path", ()) if reference.startswith("artifact_")]
    return save_artifact(name, content, kind=kind, created_by="write", parents=parents)


def _relations(facts: Facts, job: str | None) -> list[dict[str, Any]]:
    """The direct relations of a job: what it names and what names it, and its box or members."""
    if job is None:
        return []
    edges = (
        edge for edge in facts.estate.edges if edge.target == job or (edge.source == job and edge.names_job)
    )
    return [
        {
            "job": edge.source if edge.target == job else edge.target,
            "type": "box" if edge.kind == "member" else edge.kind,
        }
        for edge in islice(edges, LISTED)
    ]


def _response(finding: Finding, artifacts: list[str], state: JILParserState) -> JILParserState:
    """The fields of the contract."""
    return {
        "success": True,
        "result": fitting(
            {
                "analysis": finding.answer.finding,
                "dependencies": state.get("dependencies", []),
                **finding.result,
            }
        ),
        "metadata": {
            "iterations": max(state.get("iteration_count", 0), 1),
            "files_analyzed": len(state.get("visited_files", [])),
            "uses_inputs": bool(state.get("visited_files")),
        },
        "artifacts": artifacts,
        "errors": None,
        "answer": finding.answer.model_dump(),
    }


def _file_parameter() -> WorkflowInputParameter:
    """The question for the export."""
    from workflows.jil_parser.workflow import JILParserWorkflow

    parameter = JILParserWorkflow().get_metadata().file_parameter()
    if parameter is None:
        raise LookupError("the workflow declares no file input")
    return parameter
