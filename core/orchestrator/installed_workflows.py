"""The workflows that are there: importing this is quick, so that listing them is."""

import os
from pathlib import Path

from core.composition.chain_folder import chains_in
from core.registry.examples import chosen_examples
from core.settings import Settings
from core.workflow_registry import SHIPPED, WorkflowRegistry


def open_registry(settings: Settings, reserved: tuple[str, ...] = ()) -> WorkflowRegistry:
    """The workflows and chains of the installation and the folders in the settings, and of packages.

    Raises UserFacingError where the settings name an example that there is not.
    """
    trusted = (SHIPPED, *folders(settings.dataops_workflows))
    examples = chosen_examples(settings.dataops_examples)
    registry = WorkflowRegistry(trusted, reserved, finders=(chains_in,), single=examples)
    registry.discover_workflows()
    return registry


def folders(setting: str) -> list[Path]:
    """The folders of a setting that is written like PATH."""
    return [Path(folder).expanduser() for folder in setting.split(os.pathsep) if folder]
