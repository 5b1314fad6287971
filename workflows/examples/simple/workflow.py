"""The profile of a CSV, as the registry sees it."""

from typing import TYPE_CHECKING

from core.base_workflow import BaseWorkflow, WorkflowInputParameter, WorkflowMetadata

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph


class Simple(BaseWorkflow):
    """One step: read the file once, say what is in each column."""

    def get_metadata(self) -> WorkflowMetadata:
        """Name, abilities, and what it reads. What people say is found by these words."""
        return WorkflowMetadata(
            name="simple",
            command="profile-csv",
            description="Profiles a CSV: the type, the empty cells and the range of each column",
            capabilities=[
                "Profile a CSV column by column: type, nulls, minimum and maximum",
                "Find the unique columns that can be the key of a CSV",
                "Find mixed types, empty columns and ragged lines in a CSV",
            ],
            example_queries=[
                "Profile this CSV",
                "Which columns of this CSV have empty cells?",
                "Which column of this CSV can be the key?",
                "Which data types are in the columns of this CSV?",
            ],
            category="examples",
            author="DataOps Agent",
            subjects=["profile", "csv", "column", "columns"],
            required_inputs=[
                WorkflowInputParameter(
                    name="file",
                    description="the CSV to profile",
                    type="file",
                    kind="extract",
                    suffixes=[".csv", ".tsv", ".psv"],
                    prompt="Which CSV should I profile? Attach it here.",
                )
            ],
        )

    def get_compiled_graph(self) -> "CompiledGraph":
        """A single step."""
        from langgraph.graph import END, START, StateGraph  # here: listing workflows does not wait for it

        from . import nodes
        from .state import State

        graph = StateGraph(State)
        graph.add_node("profile", nodes.profile)
        graph.add_edge(START, "profile")
        graph.add_edge("profile", END)
        return graph.compile()
