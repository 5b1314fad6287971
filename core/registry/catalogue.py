"""The workflows as they are known at one moment; whoever reads it sees one state, also during a reload."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.base_workflow import BaseWorkflow, WorkflowMetadata
from core.errors import UserFacingError
from core.registry.staying import staying
from core.registry.version import split, version_key

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph

_LONGEST = 64
"""Characters of a name that somebody is told again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A workflow, what it says of itself, and where it was found."""

    workflow: BaseWorkflow
    metadata: WorkflowMetadata
    source: str


class Catalogue:
    """Workflows by name and version. Looked up by ``name`` (the highest version) or ``name@version``.

    ``reserved`` are commands that no workflow may take.
    """

    def __init__(self, reserved: Sequence[str] = (), entries: Sequence[Entry] = ()) -> None:
        self._reserved = reserved
        self._entries: dict[str, dict[str, Entry]] = {}
        self._commands: dict[str, str] = {}
        self._graphs: dict[str, CompiledGraph] = {}
        self._shown: dict[frozenset[tuple[str, str]], tuple[WorkflowMetadata, ...]] = {}
        for entry in entries:
            self._keep(entry)

    def copy(self) -> "Catalogue":
        """The same workflows in another catalogue, which can be added to."""
        return Catalogue(self._reserved, self.entries())

    def add(self, workflow: BaseWorkflow, source: str) -> str:
        """Take a workflow in while nobody else has this catalogue; its name. Raises ValueError."""
        metadata = WorkflowMetadata.model_validate(workflow.get_metadata())
        self._check(metadata)
        self._keep(Entry(workflow, metadata, source))
        return metadata.name

    def entries(self) -> list[Entry]:
        """Every version of every workflow."""
        return [entry for versions in self._entries.values() for entry in versions.values()]

    def names(self) -> list[str]:
        """All names, sorted."""
        return sorted(self._entries)

    def versions(self, name: str) -> list[str]:
        """The versions of a workflow, the default first."""
        return sorted(self._entries.get(name, {}), key=version_key, reverse=True)

    def entry(self, reference: str) -> Entry:
        """A workflow; raises UserFacingError with a sentence for the person."""
        name, version = split(reference)
        found = self.versions(name)
        if not found:
            raise UserFacingError(
                f"There is no workflow '{name[:_LONGEST]}'; see what there is with /dataops capabilities."
            )
        if version and version not in found:
            raise UserFacingError(
                f"{name} {version[:_LONGEST]} is not installed, only {', '.join(found)}; tell an admin."
            )
        return self._entries[name][version or found[0]]

    def get_metadata(self, name: str) -> WorkflowMetadata:
        """What a workflow says of itself."""
        return self.entry(name).metadata

    def get_workflow(self, name: str) -> "CompiledGraph":
        """The compiled graph of a workflow, built once."""
        entry = self.entry(name)
        key = f"{entry.metadata.name}@{entry.metadata.version}"
        if key not in self._graphs:
            self._graphs[key] = staying(entry.workflow.get_compiled_graph())
        return self._graphs[key]

    def all_metadata(self, versions: Mapping[str, str]) -> tuple[WorkflowMetadata, ...]:
        """What every workflow says of itself, sorted by name, in the given versions where they are there.

        The same objects for the same versions: whoever keeps an index of them finds it again.
        """
        chosen = frozenset(each for each in versions.items() if each[1] in self._entries.get(each[0], {}))
        if chosen not in self._shown:
            wanted = dict(chosen)
            references = (f"{name}@{wanted[name]}" if name in wanted else name for name in self.names())
            self._shown[chosen] = tuple(self.get_metadata(reference) for reference in references)
        return self._shown[chosen]

    def _check(self, metadata: WorkflowMetadata) -> None:
        """Refuse a name, a version or a command that is taken."""
        if "@" in metadata.version:
            raise ValueError(f"'{metadata.version}' is no version; write one like 1.2.0")
        if metadata.version in self._entries.get(metadata.name, {}):
            raise ValueError(
                f"another workflow is called '{metadata.name}' already, in the version {metadata.version} too"
            )
        if metadata.command in self._reserved:
            raise ValueError(f"'{metadata.command}' is a built-in command; choose another command")
        if self._commands.get(metadata.command, metadata.name) != metadata.name:
            raise ValueError(f"another workflow has the command '{metadata.command}' already")

    def _keep(self, entry: Entry) -> None:
        metadata = entry.metadata
        self._entries.setdefault(metadata.name, {})[metadata.version] = entry
        self._commands[metadata.command] = metadata.name
