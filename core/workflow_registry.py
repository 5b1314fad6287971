"""Finds workflows by itself: folders under ``workflows/``, further trusted folders, installed packages."""

import importlib
import importlib.util
import inspect
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from core.base_workflow import BaseWorkflow, WorkflowMetadata
from core.errors import UserFacingError

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph

ENTRY_POINTS = "dataops.workflows"
SHIPPED = Path(__file__).resolve().parent.parent / "workflows"


@dataclass(frozen=True, slots=True)
class Problem:
    """A workflow that could not be loaded: where it stands, and why."""

    source: str
    reason: str


class WorkflowRegistry:
    """Workflows by name. A broken one is reported and does not stop the others.

    ``reserved`` are commands that no workflow may take.
    """

    def __init__(self, folders: Sequence[Path] = (SHIPPED,), reserved: Sequence[str] = ()) -> None:
        self._folders = folders
        self._reserved = reserved
        self._workflows: dict[str, BaseWorkflow] = {}
        self._metadata: dict[str, WorkflowMetadata] = {}
        self._graphs: dict[str, CompiledGraph] = {}
        self._origins: dict[str, str] = {}
        self.problems: list[Problem] = []

    def discover_workflows(self) -> "Mapping[str, CompiledGraph]":
        """Look everywhere again; the graphs by name, each built when it is first looked up."""
        self._workflows, self._metadata, self._graphs, self.problems = {}, {}, {}, []
        for source, load in self._sources():
            try:
                for workflow in load():
                    self._origins[self._add(workflow)] = source
            except (Exception, SystemExit) as error:  # noqa: BLE001 - a foreign module may raise anything
                self.problems.append(Problem(source, _reason(error)))
        return _Graphs(self)

    def get_workflow(self, name: str) -> "CompiledGraph":
        """The compiled graph of a workflow, built once."""
        if name not in self._graphs:
            self._graphs[name] = self._known(name).get_compiled_graph()
        return self._graphs[name]

    get = get_workflow

    def get_metadata(self, name: str) -> WorkflowMetadata:
        """What a workflow says of itself."""
        self._known(name)
        return self._metadata[name]

    def source_of(self, name: str) -> str:
        """Where a workflow was found: a file, or an installed package's entry point."""
        self._known(name)
        return self._origins[name]

    def list_workflows(self) -> list[str]:
        """All names, sorted."""
        return sorted(self._workflows)

    def all_metadata(self) -> tuple[WorkflowMetadata, ...]:
        """What every workflow says of itself, sorted by name; the same objects until the next discovery."""
        return tuple(self._metadata[name] for name in self.list_workflows())

    def get_capabilities_context(self) -> str:
        """All workflows with their abilities and examples, as text for a model."""
        return "\n\n".join(described(metadata) for metadata in self.all_metadata())

    def _known(self, name: str) -> BaseWorkflow:
        """The workflow, or a sentence for the person."""
        if name not in self._workflows:
            raise UserFacingError(
                f"There is no workflow '{name[:64]}'; see what there is with /dataops capabilities."
            )
        return self._workflows[name]

    def _add(self, workflow: BaseWorkflow) -> str:
        """Register a workflow after checking what it declares; its name."""
        metadata = WorkflowMetadata.model_validate(workflow.get_metadata())
        if metadata.name in self._workflows:
            raise ValueError(f"another workflow is called '{metadata.name}' already")
        if metadata.command in self._reserved:
            raise ValueError(f"'{metadata.command}' is a built-in command; choose another command")
        if any(metadata.command == other.command for other in self._metadata.values()):
            raise ValueError(f"another workflow has the command '{metadata.command}' already")
        self._workflows[metadata.name] = workflow
        self._metadata[metadata.name] = metadata
        return metadata.name

    def _sources(self) -> Iterator[tuple[str, "_Loader"]]:
        """Every place where a workflow may stand."""
        for folder in dict.fromkeys(folder.resolve() for folder in self._folders):
            if not folder.is_dir():
                self.problems.append(Problem(str(folder), "there is no folder of this name"))
            for path in sorted(folder.glob("*/workflow.py")):
                yield str(path), _Loader(path)
        for entry in entry_points(group=ENTRY_POINTS):
            yield f"{entry.name} ({entry.value})", _Loader(entry)


class _Graphs(Mapping[str, "CompiledGraph"]):
    """The registry's graphs by name, built on demand: building needs LangGraph, listing does not."""

    def __init__(self, registry: WorkflowRegistry) -> None:
        self._registry = registry

    def __getitem__(self, name: str) -> "CompiledGraph":
        if name not in self._registry.list_workflows():
            raise KeyError(name)
        return self._registry.get_workflow(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._registry.list_workflows())

    def __len__(self) -> int:
        return len(self._registry.list_workflows())


class _Loader:
    """Loads the workflows of one place."""

    def __init__(self, place: Path | EntryPoint) -> None:
        self._place = place

    def __call__(self) -> list[BaseWorkflow]:
        if isinstance(self._place, EntryPoint):
            loaded: Any = self._place.load()
            return _instances(loaded) if isinstance(loaded, ModuleType) else [loaded()]
        return _instances(_import_folder(self._place))


def _instances(module: ModuleType) -> list[BaseWorkflow]:
    """One of each workflow class that the module itself defines."""
    classes = [
        value
        for value in dict.fromkeys(filter(inspect.isclass, vars(module).values()))
        if issubclass(value, BaseWorkflow)
        and not inspect.isabstract(value)
        and value.__module__ == module.__name__
    ]
    if not classes:
        raise ValueError(
            "no class with get_metadata() and get_compiled_graph() in it; derive one from BaseWorkflow"
        )
    return [found() for found in classes]


def _import_folder(path: Path) -> ModuleType:
    """Import ``<folder>/<name>/workflow.py`` as part of a package, so that it can import its neighbours."""
    package = path.parent.name
    if not package.isidentifier():
        raise ValueError(f"'{package}' cannot be a Python package; use letters, digits and underscores")
    parent = "workflows" if path.parent.parent == SHIPPED else _outside(path.parent.parent)
    if parent not in sys.modules and parent != "workflows":
        sys.modules[parent] = _namespace(parent, path.parent.parent)
    importlib.invalidate_caches()
    return importlib.import_module(f"{parent}.{package}.workflow")


def _outside(folder: Path) -> str:
    """A package name for a folder outside the installation; the same in every process."""
    return f"workflows_{sha256(str(folder.resolve()).encode()).hexdigest()[:12]}"


def _namespace(name: str, folder: Path) -> ModuleType:
    """A package whose modules stand in a folder outside the installation."""
    module = ModuleType(name)
    module.__path__ = [str(folder)]
    return module


def _reason(error: BaseException) -> str:
    """Why a workflow could not be loaded, in one line."""
    if isinstance(error, ValidationError):
        problems = (f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        return f"{error.title} is not valid: {'; '.join(problems)}"
    return f"{type(error).__name__}: {' '.join(str(error).split())}"


def described(metadata: WorkflowMetadata) -> str:
    """One workflow as text."""
    lines = [f"{metadata.name}: {metadata.description}"]
    lines += [f"- {capability}" for capability in metadata.capabilities]
    lines += [f'Example: "{query}"' for query in metadata.example_queries]
    return "\n".join(lines)


def __getattr__(name: str) -> Any:
    """``WORKFLOW_REGISTRY``: the shipped and installed workflows, discovered when first asked for."""
    if name != "WORKFLOW_REGISTRY":
        raise AttributeError(name)
    registry = WorkflowRegistry()
    registry.discover_workflows()
    globals()[name] = registry
    return registry
