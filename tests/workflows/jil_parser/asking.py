"""Asking the JIL workflow without a service: a question to a string of JIL, or the graph by hand."""

from pathlib import Path
from typing import Any

from core.tools.workspace import current_workspace
from tests.workflows.jil_parser.engine.estates import read
from workflows.jil_parser.engine.dependencies import Dependencies
from workflows.jil_parser.facts import Facts
from workflows.jil_parser.finding import Finding
from workflows.jil_parser.graph import build_graph
from workflows.jil_parser.question import Question

EXAMPLES = Path(__file__).parents[3] / "workflows" / "jil_parser" / "examples"
NIGHT = """
insert_job: NIGHT_BX   job_type: BOX
owner: ops
date_conditions: 1
start_times: "22:00"
insert_job: FETCH   job_type: FW
owner: ops
box_name: NIGHT_BX
watch_file: /in/day.txt
insert_job: LOAD   job_type: CMD
owner: ops
box_name: NIGHT_BX
condition: s(FETCH, 02.00)
insert_job: REPORT   job_type: CMD
owner: ops
condition: s(LOAD) & v(OPEN) = "Y" & s(RATES^PR2) & n(BACKUP)
insert_job: FALLBACK   job_type: CMD
owner: ops
condition: s(LOAD) | s(MANUAL)
insert_job: ALARM   job_type: CMD
owner: ops
condition: f(LOAD)
insert_job: BACKUP   job_type: CMD
owner: ops
condition: n(LOAD)
insert_job: MANUAL   job_type: CMD
date_conditions: 1
start_mins: 0
"""
"""A small night without trouble: MANUAL has no owner; REPORT looks at another scheduler and a global."""


def facts_of(text: str) -> Facts:
    return Facts(Dependencies(read(text)))


def ask(text: str, analysis: str, job: str | None = None, levels: int | None = None, **more: Any) -> Finding:
    return Question(analysis, job, levels, **more).answer(facts_of(text))


def invoke(*files: Path, **state: Any) -> dict[str, Any]:
    """The graph's last state."""
    references = [str(file) for file in files]
    found: dict[str, Any] = build_graph().invoke({"file_path": references, **state})
    return found


def saved(state: dict[str, Any]) -> dict[str, str]:
    """The files of an answer, by name."""
    store = current_workspace().artifacts
    paths = {store.get_artifact(each).name: store.path(each) for each in state["artifacts"]}
    return {name: path.read_text("utf-8", "replace") for name, path in paths.items()}
