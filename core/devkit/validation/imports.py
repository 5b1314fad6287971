"""What a workflow's code imports: of this product, the public kit only."""

import ast
from collections.abc import Iterator
from importlib.util import resolve_name
from pathlib import Path

from core.devkit.validation.finding import Finding, error
from core.devkit.validation.subject import Subject
from core.registry.problem import reason

KIT = ("core.base_workflow", "core.contracts", "core.decorators", "core.errors", "core.sizes", "core.tools")
OURS = ("core", "adapters", "bots", "workflows")


def check_imports(subject: Subject) -> Iterator[Finding]:
    """One finding for each import of something that may change without notice."""
    for path in subject.sources():
        try:
            tree = ast.parse(path.read_bytes())
        except (SyntaxError, ValueError, RecursionError, OSError) as refused:
            yield error(f"{path} cannot be read: {reason(refused)}.", "Correct it.")
            continue
        for line, name in sorted(set(_imported(tree, _package(subject, path)))):
            if not _is_allowed(name, subject):
                yield error(
                    f"{path}, line {line}, imports {name}, which is no part of the public kit.",
                    f"Take what {', '.join(KIT)} have.",
                )


def _package(subject: Subject, path: Path) -> str:
    """The package that a module stands in, as if its folder stood under ``workflows``."""
    return ".".join(("workflows", subject.folder.name, *path.relative_to(subject.folder).parent.parts))


def _imported(tree: ast.Module, package: str) -> Iterator[tuple[int, str]]:
    """The line and the full name of whatever is imported, also within functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, each.name) for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, name) for name in _from(node, package))


def _from(node: ast.ImportFrom, package: str) -> list[str]:
    """What stands behind ``from``; of a package, each part by its own name."""
    try:
        module = resolve_name("." * node.level + (node.module or ""), package) if node.level else node.module
    except ImportError:  # dots that lead out of everything: Python itself refuses that import
        return ["core.unknown"]
    names = [f"{module}.{each.name}" for each in node.names]
    return names if module in {"core", "workflows"} else [module or ""]


def _is_allowed(name: str, subject: Subject) -> bool:
    """Whether a workflow may import it: the kit, its own parts, and whatever is not ours."""
    if name.partition(".")[0] not in OURS:
        return True
    allowed = (*KIT, f"workflows.{subject.folder.name}")
    return any(name == each or name.startswith(f"{each}.") for each in allowed)
