"""The comparison of schemas, as the registry sees it."""

from typing import TYPE_CHECKING

from core.base_workflow import BaseWorkflow, WorkflowInputParameter, WorkflowMetadata

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph


class Parallel(BaseWorkflow):
    """One branch for each file, all at once, and a step that waits for all of them."""

    def get_metadata(self) -> WorkflowMetadata:
        """Name, abilities, and what it reads. What people say is found by these words."""
        return WorkflowMetadata(
            name="parallel",
            command="compare-schemas",
            description="Compares the schemas of several CSVs of a feed and finds schema drift",
            capabilities=[
                "Compare the schemas of many CSVs at once",
                "Find schema drift: columns that were added, dropped, moved or changed their type",
            ],
            example_queries=[
                "Compare the schemas of these CSVs",
                "Has the schema drifted between these extracts?",
                "Which columns were added or dropped in these CSVs?",
                "Find schema drift in this archive of extracts",
            ],
            category="examples",
            author="DataOps Agent",
            subjects=["schema", "schemas", "schema drift"],
            required_inputs=[
                WorkflowInputParameter(
                    name="file",
                    description="the CSVs of a feed, or a zip of them",
                    type="file",
                    kind="extract",
                    suffixes=[".csv", ".tsv", ".psv"],
                    prompt="Which CSVs should I compare? Attach two or more, or a zip of them.",
                )
            ],
        )

    def get_compiled_graph(self) -> "CompiledGraph":
        """Deal the files out, describe each, compare."""
        from langgraph.graph import END, START, StateGraph  # here: listing workflows does not wait for it

        from . import nodes
        from .state import State

        graph = StateGraph(State)
        graph.add_node("count_files", nodes.count_files)
        graph.add_node("describe", nodes.describe)
        graph.add_node("compare", nodes.compare)
        graph.add_edge(START, "count_files")
        graph.add_conditional_edges("count_files", nodes.deal_out, ["describe"])
        graph.add_edge("describe", "compare")
        graph.add_edge("compare", END)
        return graph.compile()
