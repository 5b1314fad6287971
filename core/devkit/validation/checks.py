"""All checks, in the order in which they are told."""

from collections.abc import Callable, Iterable, Iterator

from core.devkit.validation.config_file import check_config_file
from core.devkit.validation.declaration import check_declaration
from core.devkit.validation.finding import Finding
from core.devkit.validation.graph import check_graph
from core.devkit.validation.importing import check_importing
from core.devkit.validation.imports import check_imports
from core.devkit.validation.input_schema import check_input_schema
from core.devkit.validation.routing import check_routing
from core.devkit.validation.subject import Subject

Check = Callable[[Subject], Iterable[Finding]]

CHECKS: dict[str, Check] = {
    "what it says of itself": check_declaration,
    "config.yaml": check_config_file,
    "input schema": check_input_schema,
    "graph, steps and state": check_graph,
    "what it imports": check_imports,
    "what its import does": check_importing,
    "what leads to it, and to others": check_routing,
}


def checked(subject: Subject) -> Iterator[tuple[str, list[Finding]]]:
    """Each check by its name, with what it has found."""
    for name, check in CHECKS.items():
        yield name, list(check(subject))


def errors_of(subject: Subject) -> list[Finding]:
    """Only what breaks the contract."""
    return [each for _, found in checked(subject) for each in found if each.severity == "error"]
