"""A workflow as text, for a model."""

from core.contracts import WorkflowMetadata


def described(metadata: WorkflowMetadata) -> str:
    """One workflow as text."""
    lines = [f"{metadata.name}: {metadata.description}"]
    lines += [f"- {capability}" for capability in metadata.capabilities]
    lines += [f'Example: "{query}"' for query in metadata.example_queries]
    return "\n".join(lines)
