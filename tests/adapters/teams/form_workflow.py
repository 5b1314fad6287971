"""A workflow that is better filled in than typed."""

from pathlib import Path
from textwrap import dedent

SURVEY = """
    from typing import Any
    from typing_extensions import TypedDict

    from core.base_workflow import BaseWorkflow, WorkflowInputParameter, WorkflowMetadata


    class State(TypedDict, total=False):
        owner: str
        limit: int
        listing: list[str]
        success: bool
        result: str


    def survey(state: State) -> State:
        from core.tools.workspace import input_path

        lines = [len(input_path(each)[1].read_text().splitlines()) for each in state.get("listing") or ()]
        counted = f"{sum(lines)} lines" if lines else "no listing"
        return {"success": True, "result": f"Tables of {state['owner']}: {state.get('limit')}, {counted}."}


    class TableSurvey(BaseWorkflow):
        def get_metadata(self) -> WorkflowMetadata:
            return WorkflowMetadata(
                name="table_survey",
                description="Surveys the tables of an owner",
                capabilities=["Survey tables"],
                example_queries=["Survey the tables of an owner"],
                subjects=["survey", "tables"],
                required_inputs=[
                    WorkflowInputParameter(
                        name="listing", description="the listing to go by", type="file", kind="listing",
                        suffixes=[".lst"], required=NEEDED, prompt=PROMPT,
                    ),
                    WorkflowInputParameter(
                        name="owner", description="whose tables", pattern="[a-z]{2,9}", example="ops",
                        prompt="Whose tables?",
                    ),
                    WorkflowInputParameter(
                        name="limit", description="how many at most", type="integer", required=False,
                    ),
                ],
            )

        def get_compiled_graph(self) -> Any:
            from langgraph.graph import END, START, StateGraph

            graph = StateGraph(State)
            graph.add_node("survey", survey)
            graph.add_edge(START, "survey")
            graph.add_edge("survey", END)
            return graph.compile()
"""
"""Two fields, of which one is needed, and a file."""


def write_survey(folder: Path, *, needs_file: bool = False) -> None:
    """Write it into a workflows folder."""
    package = folder / "table_survey"
    package.mkdir(parents=True)
    prompt = "Which listing?" if needs_file else ""
    source = SURVEY.replace("NEEDED", str(needs_file)).replace("PROMPT", repr(prompt))
    (package / "workflow.py").write_text(dedent(source), encoding="utf-8")
