"""Workflows as tools of a model: their declared inputs are the arguments, a file is never one."""

from collections.abc import Sequence
from typing import Any

from core.contracts import WorkflowInputParameter, WorkflowMetadata
from core.model.tool import Tool

ABOUT, ASK, NONE = "about-assistant", "ask-back", "out-of-scope"
"""Names that no workflow can have: theirs have no dash."""

MOST = 40
"""Workflows that a model is shown; with more it chooses worse, and each costs tokens."""

_OTHERS = (
    Tool(ABOUT, "The message is about the assistant itself: a greeting, help, what it can do."),
    Tool(ASK, "The message names a subject without a task, or two workflows fit equally well."),
    Tool(NONE, "Small talk, thanks, or nothing that a workflow does."),
)
_TYPES = {"integer": "integer", "number": "number", "boolean": "boolean"}


def tools_of(workflows: Sequence[WorkflowMetadata]) -> list[Tool]:
    """A tool for each workflow, and those for a message that is no task."""
    return [*map(_tool, workflows[:MOST]), *_OTHERS]


def _tool(metadata: WorkflowMetadata) -> Tool:
    abilities = [metadata.description, *metadata.capabilities]
    examples = [f'Example: "{query}"' for query in metadata.example_queries]
    arguments = {each.name: _schema(each) for each in metadata.required_inputs if each.type != "file"}
    return Tool(metadata.name, "\n".join([*abilities, *examples]), arguments)


def _schema(parameter: WorkflowInputParameter) -> dict[str, Any]:
    example = "" if parameter.example is None else f", such as {parameter.example}"
    schema: dict[str, Any] = {
        "type": _TYPES.get(parameter.type, "string"),
        "description": f"{parameter.description}{example}",
    }
    return schema | ({"enum": list(parameter.choices)} if parameter.type == "choice" else {})
