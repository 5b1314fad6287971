"""The reconciliation of two CSVs, as the registry sees it."""

from itertools import pairwise
from typing import TYPE_CHECKING

from core.base_workflow import BaseWorkflow, WorkflowInputParameter, WorkflowMetadata

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph


class Sequential(BaseWorkflow):
    """Four steps, each of which needs what the one before has found."""

    def get_metadata(self) -> WorkflowMetadata:
        """Name, abilities, and what it reads. What people say is found by these words."""
        return WorkflowMetadata(
            name="sequential",
            command="reconcile-csv",
            description="Reconciles a CSV with another one by a key: missing, extra and changed rows",
            capabilities=[
                "Reconcile CSVs row by row, whatever their order",
                "Find the rows that are missing, extra or changed in another CSV",
            ],
            example_queries=[
                "Reconcile these CSVs",
                "Reconcile both extracts by their key",
                "Which rows differ between these CSVs?",
                "Find the rows that are missing or changed in the second CSV",
            ],
            category="examples",
            author="DataOps Agent",
            subjects=["reconcile", "reconciliation", "rows", "csv", "diff"],
            required_inputs=[
                WorkflowInputParameter(
                    name="file",
                    description="the two CSVs, the older one first",
                    type="file",
                    kind="extract",
                    suffixes=[".csv", ".tsv", ".psv"],
                    prompt="Which two CSVs should I reconcile? Attach both, the older one first.",
                ),
                WorkflowInputParameter(
                    name="key",
                    description="the column that tells rows apart, or several by commas; found unless said",
                    required=False,
                    example="order_id",
                ),
            ],
        )

    def get_compiled_graph(self) -> "CompiledGraph":
        """Read, choose the key, match, report."""
        from langgraph.graph import END, START, StateGraph  # here: listing workflows does not wait for it

        from . import nodes
        from .state import State

        graph = StateGraph(State)
        steps = (nodes.read, nodes.choose_key, nodes.match, nodes.report)
        for step in steps:
            graph.add_node(step.__name__, step)
        for before, after in pairwise([START, *(step.__name__ for step in steps), END]):
            graph.add_edge(before, after)
        return graph.compile()
