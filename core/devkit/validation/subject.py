"""The workflow that is checked, and where it stands."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from core.base_workflow import BaseWorkflow, WorkflowMetadata
from core.devkit.project import Project


@dataclass(frozen=True)
class Subject:
    """``folder`` holds its files; ``project`` knows the workflows beside it."""

    project: Project
    folder: Path
    workflow: BaseWorkflow

    @classmethod
    def named(cls, name: str, project: Project) -> "Subject":
        """The workflow of a folder; raises UserFacingError where it cannot be loaded."""
        return cls(project, project.place(name), project.load(name))

    @cached_property
    def metadata(self) -> WorkflowMetadata:
        """What it says of itself."""
        return self.workflow.get_metadata()

    @cached_property
    def neighbours(self) -> tuple[WorkflowMetadata, ...]:
        """What all other workflows say of themselves, as the service would find them."""
        known = self.project.registry().all_metadata()
        return tuple(each for each in known if each.name != self.metadata.name)

    def sources(self) -> list[Path]:
        """Its Python without its tests, sorted."""
        found = (
            path for path in self.folder.rglob("*.py") if "tests" not in path.parts[len(self.folder.parts) :]
        )
        return sorted(found)
