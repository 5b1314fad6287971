"""Answers with whatever could do harm in a page: in its words, its numbers, its steps and its files."""

from typing import Any

from typing_extensions import TypedDict

from core.base_workflow import BaseWorkflow, WorkflowMetadata
from core.contracts import Answer
from tests.e2e.web import hostile

PAGE = f"""<!doctype html><title>report</title><p id="says">before</p>{hostile.IMAGE}
<script>
const says = document.getElementById("says");
try {{
    says.textContent = `cookie ${{document.cookie}}`;
}} catch {{
    says.textContent = `no cookie, origin ${{self.origin}}`;
}}
says.append(opener ? ", opener" : ", no opener");
fetch("/c/night-batch").then(() => says.append(", fetched"), () => says.append(", not fetched"));
</script>"""
DRAWING = f"""<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" onload="window.__pwned = 'svg'">
<script>window.__pwned = 'svg'</script><rect width="40" height="40" fill="teal"/>
<image href="http://evil.example/track.png"/><text>{hostile.TURNED}</text></svg>"""

DETAILS = f"""{hostile.ALL}

{hostile.SCRIPT}

    {hostile.IMAGE}

| a | b |
| --- | --- |
| {hostile.IMAGE} | {hostile.LINKS} |
"""


class State(TypedDict, total=False):
    success: bool
    result: str
    artifacts: list[str]
    answer: Answer


def report(state: State) -> State:
    from core.tools.progress import report_progress
    from core.tools.workspace import save_artifact

    report_progress(hostile.ALL[:200])
    names = {
        f"{hostile.IMAGE}.html": PAGE,
        "drawing.svg": DRAWING,
        "notes.md": hostile.ALL,
        f"{hostile.TURNED}.txt": hostile.ALL,
    }
    saved = [
        save_artifact(name, text, kind=f"file_{number}", created_by="report", parents=[])
        for number, (name, text) in enumerate(names.items())
    ]
    answer = Answer(
        finding=f"Finding {hostile.ALL}",
        numbers={hostile.IMAGE: hostile.SCRIPT, "long": "9" * 10_000, hostile.TURNED: 1},
        details=DETAILS,
        next_steps=[hostile.BREAKOUT, hostile.LINKS],
        picture=saved[1],
    )
    return {"success": True, "result": "done", "artifacts": saved, "answer": answer}


class HostileReport(BaseWorkflow):
    def get_metadata(self) -> WorkflowMetadata:
        return WorkflowMetadata(
            name="hostile_report",
            description=f"Reports {hostile.SCRIPT} {hostile.IMAGE}",
            example_queries=[f"Report {hostile.BREAKOUT}"],
        )

    def get_compiled_graph(self) -> Any:
        from langgraph.graph import END, START, StateGraph

        graph = StateGraph(State)
        graph.add_node(hostile.IMAGE, report)
        graph.add_edge(START, hostile.IMAGE)
        graph.add_edge(hostile.IMAGE, END)
        return graph.compile()
