"""The identification of a file, as the registry sees it."""

from typing import TYPE_CHECKING

from core.base_workflow import BaseWorkflow, WorkflowInputParameter, WorkflowMetadata

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph


class Conditional(BaseWorkflow):
    """A step that decides, and one step for each decision."""

    def get_metadata(self) -> WorkflowMetadata:
        """Name, abilities, and what it reads. What people say is found by these words."""
        return WorkflowMetadata(
            name="conditional",
            command="identify-file",
            description="Identifies what kind of data file it is and how it is read",
            capabilities=[
                "Identify the format of a data file by its content",
                "Tell encoding, separator and line ends of a data file",
                "Write the CREATE TABLE statement that fits a data file",
            ],
            example_queries=[
                "What kind of file is this?",
                "Identify the format of this data file",
                "Which encoding and separator does this data file have?",
                "How do I read this data file into a table?",
            ],
            category="examples",
            author="DataOps Agent",
            subjects=["identify", "file format", "encoding", "separator", "delimiter"],
            required_inputs=[
                WorkflowInputParameter(
                    name="file",
                    description="the data file to identify",
                    type="file",
                    kind="extract",
                    suffixes=[
                        ".csv",
                        ".tsv",
                        ".psv",
                        ".dat",
                        ".json",
                        ".jsonl",
                        ".ndjson",
                        ".log",
                        ".parquet",
                    ],
                    prompt="Which file should I look into? Attach it here.",
                )
            ],
        )

    def get_compiled_graph(self) -> "CompiledGraph":
        """Find out what the file is, then let the reader of that kind answer."""
        from langgraph.graph import END, START, StateGraph  # here: listing workflows does not wait for it

        from . import nodes
        from .state import State

        graph = StateGraph(State)
        graph.add_node("recognise", nodes.recognise)
        graph.add_edge(START, "recognise")
        readers = {reader.__name__: reader for reader in nodes.READERS.values()}
        for name, reader in readers.items():
            graph.add_node(name, reader)
            graph.add_edge(name, END)
        graph.add_conditional_edges("recognise", nodes.reader_for, list(readers))
        return graph.compile()
