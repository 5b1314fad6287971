"""The check of freshness, as the registry sees it."""

from typing import TYPE_CHECKING

from core.base_workflow import BaseWorkflow, WorkflowInputParameter, WorkflowMetadata

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph


class Supervisor(BaseWorkflow):
    """A supervisor looks at what there is and at what is done, and gives the next check its turn."""

    def get_metadata(self) -> WorkflowMetadata:
        """Name, abilities, and what it reads. What people say is found by these words."""
        return WorkflowMetadata(
            name="supervisor",
            command="check-freshness",
            description="Checks the freshness of extracts: the newest of each feed came in time and whole",
            capabilities=[
                "Check the freshness of a landing zone from a listing or an archive",
                "Find stale feeds, gaps in daily extracts and files that are far too small",
                "Hold a listing of extracts against what is expected",
            ],
            example_queries=[
                "Check the freshness of these extracts",
                "Which feeds in this listing are stale?",
                "Is the landing zone fresh as of 2026-11-02?",
                "Is a daily extract missing in this listing?",
            ],
            category="examples",
            author="DataOps Agent",
            subjects=["freshness", "landing zone", "listing"],
            required_inputs=[
                WorkflowInputParameter(
                    name="file",
                    description="a listing of files, an archive of extracts, or the extracts themselves",
                    type="file",
                    kind="extract",
                    suffixes=[".lst", ".csv"],
                    prompt=(
                        "Which files should I check? Attach a listing (aws s3 ls, ls -l, a CSV of names, "
                        "sizes and times), or a zip of the extracts."
                    ),
                ),
                WorkflowInputParameter(
                    name="as_of",
                    description="the moment to check for (UTC), as 2026-11-02T08:00; now unless said",
                    required=False,
                    example="2026-11-02",
                ),
            ],
        )

    def get_compiled_graph(self) -> "CompiledGraph":
        """The supervisor gives the next check its turn, and gets the word back after each."""
        from langgraph.graph import END, START, StateGraph  # here: listing workflows does not wait for it

        from . import nodes
        from .state import State

        graph = StateGraph(State)
        graph.add_node("supervisor", nodes.supervisor)
        graph.add_node("report", nodes.report)
        for name, check in nodes.CHECKS.items():
            graph.add_node(name, check)
            graph.add_edge(name, "supervisor")
        graph.add_edge(START, "supervisor")
        graph.add_conditional_edges("supervisor", nodes.next_step, [*nodes.CHECKS, "report"])
        graph.add_edge("report", END)
        return graph.compile()
