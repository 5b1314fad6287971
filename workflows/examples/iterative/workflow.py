"""The repair of a CSV, as the registry sees it."""

from typing import TYPE_CHECKING

from core.base_workflow import BaseWorkflow, WorkflowInputParameter, WorkflowMetadata

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph


class Iterative(BaseWorkflow):
    """A circle: examine, repair what was found, examine again what that has brought to light."""

    def get_metadata(self) -> WorkflowMetadata:
        """Name, abilities, and what it reads. What people say is found by these words."""
        return WorkflowMetadata(
            name="iterative",
            command="repair-csv",
            description="Repairs a broken CSV until it is clean, and lists every change",
            capabilities=[
                "Repair a broken CSV",
                "Clean up blanks, null words, dates and decimal commas of a CSV",
                "Put ragged and repeated lines of a CSV aside",
            ],
            example_queries=[
                "Repair this CSV",
                "Clean up this messy CSV",
                "Mend the broken lines of this CSV",
                "Fix the dates and decimal commas of this CSV",
            ],
            category="examples",
            author="DataOps Agent",
            subjects=["csv"],
            required_inputs=[
                WorkflowInputParameter(
                    name="file",
                    description="the CSV to repair",
                    type="file",
                    kind="extract",
                    suffixes=[".csv", ".tsv", ".psv"],
                    prompt="Which CSV should I repair? Attach it here.",
                )
            ],
        )

    def get_compiled_graph(self) -> "CompiledGraph":
        """Examine and repair in turns, then write."""
        from langgraph.graph import END, START, StateGraph  # here: listing workflows does not wait for it

        from . import nodes
        from .state import State

        graph = StateGraph(State)
        graph.add_node("examine", nodes.examine)
        graph.add_node("repair", nodes.repair)
        graph.add_node("write", nodes.write)
        graph.add_edge(START, "examine")
        graph.add_conditional_edges("examine", nodes.goes_on, ["repair", "write"])
        graph.add_edge("repair", "examine")
        graph.add_edge("write", END)
        return graph.compile()
