"""Importing workflows: folders as parts of a package, and entry points."""

import importlib
import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from hashlib import sha256
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType
from typing import Any

from core.base_workflow import BaseWorkflow

SHIPPED = Path(__file__).resolve().parents[2] / "workflows"

EXAMPLES = SHIPPED / "examples"
"""Workflows to learn from; they are there only where a setting names them."""

_INSTALLED = {SHIPPED: "workflows", EXAMPLES: "workflows.examples"}
"""Folders that are packages of the installation."""


def from_entry_point(entry: EntryPoint) -> list[BaseWorkflow]:
    """What an entry point names: a class, a function that makes a workflow, or a module with classes."""
    with _quiet():
        loaded: Any = entry.load()
        return _instances(loaded) if isinstance(loaded, ModuleType) else [loaded()]


def from_folder(path: Path) -> list[BaseWorkflow]:
    """The workflows that ``<folder>/<name>/workflow.py`` defines."""
    with _quiet():
        return _instances(_import_folder(path))


@contextmanager
def _quiet() -> Iterator[None]:
    """What a module prints while it is loaded is no part of a command's output."""
    with redirect_stdout(sys.stderr):
        yield


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
    parent = _INSTALLED.get(path.parent.parent) or _outside(path.parent.parent)
    if parent not in sys.modules and path.parent.parent not in _INSTALLED:
        sys.modules[parent] = _namespace(parent, path.parent.parent)
    name = f"{parent}.{package}"
    known = set(sys.modules)
    try:
        return importlib.import_module(f"{name}.workflow")
    except BaseException:
        _unload(name, known)
        raise


def _unload(package: str, known: set[str]) -> None:
    """Forget what a failed import left behind: once corrected, the folder is read as a whole."""
    for name in sys.modules.keys() - known:
        if name == package or name.startswith(f"{package}."):
            del sys.modules[name]


def _outside(folder: Path) -> str:
    """A package name for a folder outside the installation; the same in every process."""
    return f"workflows_{sha256(str(folder.resolve()).encode()).hexdigest()[:12]}"


def _namespace(name: str, folder: Path) -> ModuleType:
    """A package whose modules stand in a folder outside the installation."""
    module = ModuleType(name)
    module.__path__ = [str(folder)]
    return module
