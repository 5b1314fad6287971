"""The graphs of a registry by name."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph


class Named(Protocol):
    """Workflows by name."""

    def list_workflows(self) -> list[str]:
        """All names, sorted."""
        ...

    def get_workflow(self, name: str) -> "CompiledGraph":
        """The compiled graph of a workflow."""
        ...


class Graphs(Mapping[str, "CompiledGraph"]):
    """Each graph is built when it is first looked up: building needs LangGraph, listing does not."""

    def __init__(self, workflows: Named) -> None:
        self._workflows = workflows

    def __getitem__(self, name: str) -> "CompiledGraph":
        if name not in self._workflows.list_workflows():
            raise KeyError(name)
        return self._workflows.get_workflow(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._workflows.list_workflows())

    def __len__(self) -> int:
        return len(self._workflows.list_workflows())
