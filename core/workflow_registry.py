"""Finds workflows by itself: folders under ``workflows/``, further trusted folders, installed packages."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from core.base_workflow import BaseWorkflow, WorkflowMetadata
from core.registry.catalogue import Catalogue
from core.registry.code import SHIPPED
from core.registry.described import described
from core.registry.discovery import Discovery
from core.registry.graphs import Graphs
from core.registry.places import ENTRY_POINTS
from core.registry.problem import Problem
from core.registry.reloaded import Reloaded
from core.registry.search import searched
from core.registry.source import Finder, Source, Stamp
from core.registry.version import joined, split

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph

__all__ = ["ENTRY_POINTS", "SHIPPED", "Problem", "Reloaded", "WorkflowRegistry", "described"]

REGISTERED = "registered by the program"
"""The source of a workflow that no folder and no package holds."""

_NONE: Mapping[str, str] = MappingProxyType({})


class WorkflowRegistry:
    """Workflows by name. A broken one is reported and does not stop the others.

    ``reserved`` are commands that no workflow may take. ``finders`` find what is made of workflows. Where
    ``folders`` hold one folder for each workflow, each of ``single`` is the folder of one. A name
    stands for the highest version that is there, ``name@version`` for that one. Safe for several threads:
    looking again changes all at once.
    """

    def __init__(
        self,
        folders: Sequence[Path] = (SHIPPED,),
        reserved: Sequence[str] = (),
        finders: Sequence[Finder] = (),
        single: Sequence[Path] = (),
    ) -> None:
        self._folders = folders
        self._single = single
        self._reserved = reserved
        self._finders = finders
        self._catalogue = Catalogue(reserved)
        self._registered: list[BaseWorkflow] = []
        self._imported: dict[str, tuple[Source, Stamp]] = {}
        self._present: Collection[str] = ()
        self._looking = Lock()
        self.problems: list[Problem] = []

    def discover_workflows(self) -> "Mapping[str, CompiledGraph]":
        """Look everywhere again; the graphs by name, each built when it is first looked up."""
        with self._looking:
            catalogue = Catalogue(self._reserved)
            for workflow in self._registered:
                catalogue.add(workflow, REGISTERED)
            found = Discovery(catalogue)
            found.look(self._folders, self._single, self._finders, self)
            self._imported = found.stamps | self._imported  # what was imported first is what runs
            self._present = found.stamps.keys()
            self._catalogue, self.problems = found.catalogue, found.problems
        return Graphs(self)

    def reload(self) -> Reloaded:
        """Look everywhere again, and say what is different; imported code stays as it is."""
        before = self._references()
        self.discover_workflows()
        after = self._references()
        imported = ((name, *self._imported[name]) for name in self._present)
        changed = [name for name, source, stamp in imported if source.stamp() != stamp]
        return Reloaded(
            added=tuple(sorted(after - before)),
            removed=tuple(sorted(before - after)),
            changed=tuple(sorted(changed)),
            problems=tuple(self.problems),
        )

    def register(self, workflow: BaseWorkflow) -> str:
        """Take in a workflow that a program made; its name. Raises ValueError where it cannot be taken in."""
        with self._looking:
            catalogue = self._catalogue.copy()
            name = catalogue.add(workflow, REGISTERED)
            self._catalogue = catalogue
            self._registered.append(workflow)
        return name

    def get_workflow(self, name: str) -> "CompiledGraph":
        """The compiled graph of a workflow, built once."""
        return self._catalogue.get_workflow(name)

    get = get_workflow

    def get_metadata(self, name: str) -> WorkflowMetadata:
        """What a workflow says of itself."""
        return self._catalogue.get_metadata(name)

    def source_of(self, name: str) -> str:
        """Where a workflow was found: a file, or an installed package's entry point."""
        return self._catalogue.entry(name).source

    def list_workflows(self) -> list[str]:
        """All names, sorted."""
        return self._catalogue.names()

    def versions_of(self, name: str) -> list[str]:
        """The versions of a workflow that are there, the default first; none for an unknown name."""
        return self._catalogue.versions(name)

    def parts_of(self, name: str) -> tuple[str, ...]:
        """The names of all workflows that a workflow runs, and that those run, each once."""
        found: dict[str, None] = {}
        left = list(self.get_metadata(name).composed_of)
        while left:
            part = left.pop(0)
            if part not in found:
                found[part] = None
                left += self.get_metadata(part).composed_of if self.versions_of(part) else ()
        return tuple(found)

    def invoke_permissions(self, name: str) -> tuple[str, ...]:
        """All that it takes to run a workflow: the permission for itself, then for each that it runs."""
        return tuple(f"workflow.{each}.invoke" for each in (split(name)[0], *self.parts_of(name)))

    def all_metadata(self, versions: Mapping[str, str] = _NONE) -> tuple[WorkflowMetadata, ...]:
        """What every workflow says of itself, sorted by name; the same objects until the next discovery.

        ``versions`` by name are taken in the place of the default, where they are there.
        """
        return self._catalogue.all_metadata(versions)

    def find_workflows(self, text: str = "", category: str | None = None) -> tuple[WorkflowMetadata, ...]:
        """The workflows of a category in which every word of the text stands, sorted by name.

        Those whose name holds a word come first. Small and capital letters are the same.
        """
        return searched(self.all_metadata(), text, category)

    def categories(self) -> dict[str, int]:
        """All categories, sorted, with the number of their workflows."""
        return dict(sorted(Counter(metadata.category for metadata in self.all_metadata()).items()))

    def get_capabilities_context(self) -> str:
        """All workflows with their abilities and examples, as text for a model."""
        return "\n\n".join(described(metadata) for metadata in self.all_metadata())

    def _references(self) -> set[str]:
        entries = (entry.metadata for entry in self._catalogue.entries())
        return {joined(metadata.name, metadata.version) for metadata in entries}


def __getattr__(name: str) -> Any:
    """``WORKFLOW_REGISTRY``: the shipped and installed workflows, discovered when first asked for."""
    if name != "WORKFLOW_REGISTRY":
        raise AttributeError(name)
    from core.composition.chain_folder import chains_in  # stands above: only this one registry knows of it

    registry = WorkflowRegistry(finders=(chains_in,))
    registry.discover_workflows()
    globals()[name] = registry
    return registry
