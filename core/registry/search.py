"""Finding workflows by category and by words."""

from collections.abc import Iterable

from core.contracts import WorkflowMetadata


def searched(
    workflows: Iterable[WorkflowMetadata], text: str, category: str | None
) -> tuple[WorkflowMetadata, ...]:
    """The workflows of a category (all, without one) in which every word stands; first those named by one."""
    words = text.casefold().split()
    found = [each for each in workflows if category is None or _same(each.category, category)]
    found = [each for each in found if all(word in _told(each) for word in words)]
    return tuple(sorted(found, key=lambda each: not any(word in each.name for word in words)))


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def _told(metadata: WorkflowMetadata) -> str:
    """All that a workflow says of itself."""
    said = (metadata.name, metadata.command, metadata.description, metadata.category)
    lists = (metadata.capabilities, metadata.example_queries, metadata.subjects)
    return "\n".join([*said, *(line for each in lists for line in each)]).casefold()
