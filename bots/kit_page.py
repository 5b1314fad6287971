"""``docs/kit.md``, written from the code of the public kit: its names, signatures and docstrings."""

import ast
import inspect
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from bots.signatures import Definition, definition_of, fields_of, member, methods_of, signature
from core import tools

PAGE = Path(__file__).parent.parent / "docs" / "kit.md"
CONTRACT = (
    "core.contracts",
    "core.base_workflow",
    "core.decorators",
    "core.errors",
    "core.sizes",
)
BEHIND_TOOLS = (
    "asked_model",
    "bedrock_problems",
    "dynamodb_problems",
    "dynamodb_values",
    "readable_paths",
    "s3_client",
    "s3_problems",
)
"""Modules beside the tools on which those rest; no workflow has a use for them."""

AROUND_WORKFLOWS = (
    "core.devkit",
    "core.devkit.fake_s3",
    "core.devkit.fake_dynamodb",
    "core.devkit.fake_bedrock",
    "core.composition",
)
HEAD = """# The public kit

Every class and function that workflows, their tests and compositions may rely on, each with the beginning of
what its docstring says. [Workflows](workflows.md) shows how they are used.

"""


def kit_page() -> str:
    """The page as it should be."""
    inside = "".join(_modules((*CONTRACT, *_tools())))
    around = "".join(_modules(AROUND_WORKFLOWS))
    return f"{HEAD}## In workflows\n{inside}\n## In tests and compositions\n{around}"


def _tools() -> list[str]:
    """The modules of the tools, those to come too."""
    names = sorted(each.name for each in iter_modules(tools.__path__))
    return [f"core.tools.{name}" for name in names if name not in BEHIND_TOOLS]


def _modules(names: Iterable[str]) -> Iterator[str]:
    """The modules that offer something; what several offer stands with the first."""
    known = set[int]()
    for name in names:
        module = import_module(name)
        new = [value for value in _public(module) if id(value) not in known]
        known.update(map(id, new))
        if new:
            named = "".join(map(_named, new))
            yield f"\n### {name}\n\n{_paragraph(module)}\n\n{named}"


def _public(module: ModuleType) -> list[Any]:
    """The classes and functions that a module offers; where it does not list them, those that it defines."""
    listed = getattr(module, "__all__", None)
    names = listed or [name for name, value in vars(module).items() if _is_own(name, value, module)]
    values = (getattr(module, name) for name in sorted(names))
    return [value for value in values if callable(value)]


def _is_own(name: str, value: Any, module: ModuleType) -> bool:
    defined = inspect.isclass(value) or inspect.isfunction(value)
    return defined and not name.startswith("_") and value.__module__ == module.__name__


def _named(value: Any) -> str:
    """One name: its signature as it is written, what it does, its fields and its methods."""
    definition = definition_of(value)
    lines = [f"- `{signature(definition)}`: {_paragraph(value)}"]
    if isinstance(definition, ast.ClassDef):
        lines += [f"  - `{field}`" for field in fields_of(definition)]
        lines += [f"  - `{member(each)}`: {_said(each)}" for each in methods_of(definition)]
    return "\n".join(lines) + "\n"


def _paragraph(value: Any) -> str:
    return _first(inspect.getdoc(value) or "")


def _said(definition: Definition) -> str:
    return _first(ast.get_docstring(definition) or "")


def _first(text: str) -> str:
    """The first paragraph of a docstring as a line of Markdown."""
    line = " ".join(text.partition("\n\n")[0].split())
    return re.sub(r":\w+:`~?", "`", line).replace("``", "`")
