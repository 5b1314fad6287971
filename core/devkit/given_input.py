"""The input of a run that a person types: a JSON object whose values fit what the workflow declares."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.base_workflow import BaseWorkflow
from core.contracts import WorkflowInputParameter
from core.errors import UserFacingError
from core.one_line import one_line

TYPES: dict[str, tuple[type | tuple[type, ...], str]] = {
    "string": (str, "text"),
    "integer": (int, "a whole number"),
    "number": ((int, float), "a number"),
    "boolean": (bool, "true or false"),
    "choice": (str, "text"),
}
"""What JSON has for each type of input, and how to call it."""

WORDS = ("query", "input")
"""What the person said, under either name."""


def read_input(given: str | None, workflow: BaseWorkflow) -> dict[str, Any]:
    """The input: an object as JSON, or a file that holds it; without one, the workflow's first example.

    Raises UserFacingError for what is neither, and for values that the workflow could not be given.
    """
    metadata = workflow.get_metadata()
    if given is None:
        return {"query": next(iter(metadata.example_queries), "")}
    value = _parsed(given)
    if not isinstance(value, dict):
        raise UserFacingError("""--input has to be a JSON object, like --input '{"query": "…"}'""")
    _refuse_other_types(value, metadata.required_inputs)
    return value


def _parsed(given: str) -> Any:
    try:
        text = given if given.lstrip().startswith(("{", "[")) else Path(given).read_text(encoding="utf-8-sig")
        return json.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        raise UserFacingError(
            f"--input is neither a JSON object nor a file that holds one ({one_line(str(error), 200)}); "
            """write it like --input '{"query": "…"}'"""
        ) from error


def _refuse_other_types(value: Mapping[str, Any], parameters: list[WorkflowInputParameter]) -> None:
    """Raise UserFacingError for the first value that is of another type than is declared; null is nothing."""
    for name in WORDS:
        _refuse_unless(isinstance(value.get(name, ""), str), name, "text")
    for parameter in parameters:
        said = value.get(parameter.name)
        if said is not None and parameter.type == "file":
            _refuse_no_files(parameter.name, said)
        elif said is not None:
            kind, called = TYPES[parameter.type]
            fits = isinstance(said, kind) and (kind is bool or not isinstance(said, bool))
            _refuse_unless(fits, parameter.name, called)
            _refuse_unless(
                parameter.type != "choice" or said in parameter.choices,
                parameter.name,
                f"one of: {', '.join(parameter.choices)}",
            )


def _refuse_no_files(name: str, said: Any) -> None:
    """Paths of files that are there, from this directory: a run on its own knows no artifacts."""
    paths = said if isinstance(said, list) else [said]
    fits = bool(paths) and all(isinstance(path, str) for path in paths)
    _refuse_unless(fits, name, """the path of a file, or a list of paths, like "orders.csv\"""")
    for path in paths:
        if "\0" in path or not Path(path).is_file():
            raise UserFacingError(
                f"--input names a file that is not there: {one_line(path, 200)}; "
                f"a path begins in this directory, {Path.cwd()}"
            )


def _refuse_unless(fits: bool, name: str, called: str) -> None:  # noqa: FBT001 - it reads as it is said
    if not fits:
        raise UserFacingError(f"'{name}' in --input has to be {called}.")
