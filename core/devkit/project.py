"""Where the development kit works: the folder ``workflows`` of the current directory, which it trusts."""

from dataclasses import dataclass
from pathlib import Path

from core.base_workflow import BaseWorkflow
from core.command_names import NAMES
from core.composition.chain_folder import chains_in
from core.devkit.workflow_name import normalised
from core.errors import UserFacingError
from core.one_line import one_line
from core.registry.code import SHIPPED, from_folder
from core.registry.examples import all_examples
from core.registry.problem import reason
from core.workflow_registry import WorkflowRegistry

FOLDER = Path("workflows")


@dataclass(frozen=True, slots=True)
class Project:
    """The workflows somebody works on. ``folder`` holds one folder for each of them."""

    folder: Path = FOLDER

    def place(self, name: str) -> Path:
        """The folder of a workflow that stands there; raises UserFacingError with what to type."""
        written = normalised(name)
        for folder in self._folders():
            if written in (folder.name, normalised(folder.name)):
                return folder
        there = ", ".join(folder.name for folder in self._folders()[:10])
        said = one_line(name, 64)
        if there:
            raise UserFacingError(
                f"There is no workflow '{said}' in {self.folder}, only {there}; name one of them, or make "
                "one with: dataops-workflow create my-workflow"
            )
        raise UserFacingError(
            f"There are no workflows in {self.folder.resolve()}; go to the directory above your workflows "
            "folder, or begin with: dataops-workflow create my-workflow"
        )

    def load(self, name: str) -> BaseWorkflow:
        """The workflow of a folder; raises UserFacingError where it cannot be imported."""
        path = self.place(name) / "workflow.py"
        try:
            found = from_folder(path.resolve())
            return next((each for each in found if each.get_metadata().name == path.parent.name), found[0])
        except (Exception, SystemExit) as error:
            raise UserFacingError(f"{path} cannot be loaded: {reason(error)}") from error

    def registry(self) -> WorkflowRegistry:
        """Everything that is there, as the service would find it: shipped, of this folder, installed."""
        own = (self.folder,) if self.folder.is_dir() else ()
        registry = WorkflowRegistry((SHIPPED, *own), NAMES, finders=(chains_in,), single=self._examples())
        registry.discover_workflows()
        return registry

    @property
    def setting(self) -> str:
        """What stands before a ``dataops`` command so that the service finds this folder, too."""
        return "" if self.folder.resolve() == SHIPPED else f"DATAOPS_WORKFLOWS={self.folder} "

    def _folders(self) -> list[Path]:
        """The workflows' folders."""
        return [*sorted(path.parent for path in self.folder.glob("*/workflow.py")), *self._examples()]

    def _examples(self) -> list[Path]:
        """The folders of the examples, where their folder is part of the one that is worked on."""
        return all_examples() if self.folder.resolve() == SHIPPED else []
