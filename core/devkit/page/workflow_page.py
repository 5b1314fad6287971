"""What is to be known of a workflow, as Markdown."""

from typing import TYPE_CHECKING

from core.contracts import WorkflowInputParameter, WorkflowMetadata
from core.devkit.page.artifacts import NamedArtifact
from core.devkit.page.markdown_text import code, literally, table

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph


def workflow_page(metadata: WorkflowMetadata, artifacts: list[NamedArtifact], diagram: str = "") -> str:
    """The page; parts of which nothing is known are left out. ``diagram`` is mermaid text."""
    parts = [
        [f"# {literally(metadata.name.replace('_', ' ').capitalize())}"],
        [literally(metadata.description)],
        _facts(metadata),
        _listed("What it can do", [literally(each) for each in metadata.capabilities]),
        _listed("Ask it", [code(f"/dataops {metadata.command}"), *map(literally, metadata.example_queries)]),
        _inputs(metadata.required_inputs),
        _listed("It runs", [code(each) for each in metadata.composed_of]),
        _artifacts(artifacts),
        ["## Steps", "", "```mermaid", diagram.strip(), "```"] if diagram else [],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def diagram_of(graph: "CompiledGraph") -> str:
    """The graph as mermaid text; dotted lines are choices. Nothing is sent anywhere."""
    return str(graph.get_graph().draw_mermaid(with_styles=False))


def _facts(metadata: WorkflowMetadata) -> list[str]:
    facts = {
        "command": code(f"/dataops {metadata.command}"),
        "version": literally(metadata.version),
        "category": literally(metadata.category),
        "author": literally(metadata.author),
    }
    return table(["", ""], [[name, fact] for name, fact in facts.items() if fact])


def _listed(title: str, items: list[str]) -> list[str]:
    return [f"## {title}", "", *(f"- {item}" for item in items)] if items else []


def _inputs(parameters: list[WorkflowInputParameter]) -> list[str]:
    if not parameters:
        return []
    titles = ["name", "type", "required", "what it is", "example"]
    return ["## Inputs", "", *table(titles, [_input(each) for each in parameters])]


def _input(parameter: WorkflowInputParameter) -> list[str]:
    values = parameter.suffixes if parameter.type == "file" else list(parameter.choices)
    kind = f"{parameter.type}: {', '.join(map(code, values))}" if values else parameter.type
    example = "" if parameter.example is None else code(str(parameter.example))
    required = "yes" if parameter.required else "no"
    return [code(parameter.name), kind, required, literally(parameter.description), example]


def _artifacts(artifacts: list[NamedArtifact]) -> list[str]:
    if not artifacts:
        return []
    rows = [[code(each.name), code(each.kind)] for each in artifacts]
    return ["## Files it makes", "", *table(["name", "kind"], rows)]
