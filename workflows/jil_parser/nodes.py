"""The steps of the JIL graph. Each can run again, in another process, from the references in the state."""

from typing import Any

from core.contracts import WorkflowInputParameter
from core.tools.progress import report_progress
from core.tools.questions import ask_person
from core.tools.workspace import save_artifact
from workflows.jil_parser.answers.condition import condition_in, explain_text
from workflows.jil_parser.engine.dependencies import Dependencies
from workflows.jil_parser.estates import ESTATES, ReadEstate
from workflows.jil_parser.finding import Finding, counted
from workflows.jil_parser.outputs.parse_json import parse_json
from workflows.jil_parser.outputs.picture import estate_picture, neighbourhood_picture
from workflows.jil_parser.outputs.report import report
from workflows.jil_parser.outputs.tables import answer_csv, dependencies_csv, jobs_csv
from workflows.jil_parser.question import Question
from workflows.jil_parser.state import JILParserState


def first_step(state: JILParserState) -> str:
    """A condition that was typed is explained without any file."""
    asks_for_words = state.get("analysis") == "explain" and not state.get("current_job")
    return "explain_condition" if asks_for_words and condition_in(state.get("input", "")) else "read"


def explain_condition(state: JILParserState) -> JILParserState:
    """Put the condition in the words into plain English."""
    finding = explain_text(condition_in(state.get("input", "")) or "")
    return _response(finding, [], state)


def read(state: JILParserState) -> JILParserState:
    """Fetch the files and check that they can be JIL at all."""
    references = state.get("file_path") or ask_person(_file_parameter())
    references = [references] if isinstance(references, str) else list(references)
    files = ESTATES.get(references).files
    report_progress(f"{counted(len(files.names), 'file')}, {files.size / 1e6:.1f} MB")
    return {"file_path": references, "visited_files": list(files.names), "iteration_count": len(files.names)}


def parse(state: JILParserState) -> JILParserState:
    """Read every statement into jobs and typed edges."""
    estate = _estate(state).estate
    report_progress(f"{counted(len(estate.jobs), 'job')}, {counted(len(estate.diagnostics), 'diagnostic')}")
    return {}


def resolve(state: JILParserState) -> JILParserState:
    """Join the references into one graph: cycles, the longest chain, what is missing."""
    dependencies = _estate(state).dependencies
    cycles, missing = len(dependencies.cycles), len(dependencies.dangling())
    report_progress(f"{counted(cycles, 'cycle')}, {counted(missing, 'dangling reference')}")
    return {}


def analyse(state: JILParserState) -> JILParserState:
    """Answer the question."""
    question = Question.of(state)
    report_progress(f"{question.analysis} {question.job or ''}".strip())
    dependencies = _estate(state).dependencies
    finding = question.answer(dependencies)
    return {"finding": finding.model_dump(), "dependencies": _relations(dependencies, finding.job)}


def write(state: JILParserState) -> JILParserState:
    """Write the files: all of them for a new export, for a follow-up only what answers it."""
    finding = Finding.model_validate(state["finding"])
    dependencies = _estate(state).dependencies
    artifacts = _estate_files(dependencies, state) if _is_new(state) else {}
    artifacts |= _answer_files(dependencies, finding, state)
    picture = artifacts.get("neighbourhood.svg") or artifacts.get("graph.svg")
    finding.answer.picture = picture
    return _response(finding, list(artifacts.values()), state)


def _estate(state: JILParserState) -> ReadEstate:
    return ESTATES.get(list(state["file_path"]))


def _is_new(state: JILParserState) -> bool:
    """Whether the files came with this message; without a thread (by hand) they always do."""
    return bool((state.get("context") or {}).get("new_inputs", True))


def _estate_files(dependencies: Dependencies, state: JILParserState) -> dict[str, str]:
    """The files about the whole estate, by name."""
    estate = dependencies.estate
    contents: dict[str, tuple[str, Any]] = {
        "parse.json": ("jil_parse", parse_json(estate)),
        "jobs.csv": ("jil_jobs", jobs_csv(estate)),
        "dependencies.csv": ("jil_deps", dependencies_csv(estate)),
        "report.md": ("jil_report", report(dependencies)),
        "graph.svg": ("lineage_map", estate_picture(dependencies)),
    }
    return {name: _save(name, kind, content, state) for name, (kind, content) in contents.items()}


def _answer_files(dependencies: Dependencies, finding: Finding, state: JILParserState) -> dict[str, str]:
    """The files about the question, by name."""
    saved = {}
    if finding.rows:
        saved["answer.csv"] = _save("answer.csv", "jil_answer", answer_csv(finding.rows), state)
    if len(finding.focus) > 1:
        picture = neighbourhood_picture(dependencies, finding.focus)
        saved["neighbourhood.svg"] = _save("neighbourhood.svg", "lineage_map", picture, state)
    return saved


def _save(name: str, kind: str, content: Any, state: JILParserState) -> str:
    report_progress(name)
    parents = [reference for reference in state["file_path"] if reference.startswith("artifact_")]
    return save_artifact(name, content, kind=kind, created_by="write", parents=parents)


def _relations(dependencies: Dependencies, job: str | None) -> list[dict[str, Any]]:
    """The direct relations of a job: what it names, and the box it lies in."""
    if job is None:
        return []
    edges = [edge for edge in dependencies.estate.edges if job in (edge.source, edge.target)]
    return [
        {"job": edge.source if edge.target == job else edge.target, "type": "box" if edge.kind == "member" else edge.kind}
        for edge in edges[:100]
    ]


def _response(finding: Finding, artifacts: list[str], state: JILParserState) -> JILParserState:
    """The fields of the contract."""
    return {
        "success": True,
        "result": {
            "analysis": finding.answer.finding,
            "dependencies": state.get("dependencies", []),
            **finding.result,
        },
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
