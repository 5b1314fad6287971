"""The JSON schema of a workflow's input, if it gives one: it speaks of the inputs that are declared."""

import json
from collections.abc import Iterator
from typing import Any

from core.devkit.validation.finding import Finding, error, warning
from core.devkit.validation.subject import Subject

JSON_TYPES = {
    "string": {"string"},
    "choice": {"string"},
    "integer": {"integer", "number"},
    "number": {"number"},
    "boolean": {"boolean"},
    "file": {"array", "string"},
}
ADVICE = "Correct input_schema, or leave it out: the declared inputs are enough."


def check_input_schema(subject: Subject) -> Iterator[Finding]:
    """An object, of the declared inputs and of the words that every workflow is given."""
    schema = subject.metadata.input_schema
    if schema is None:
        return
    if not _is_json(schema):
        yield error("input_schema is no JSON.", ADVICE)
    elif schema.get("type", "object") != "object":
        yield error("input_schema describes something else than an object.", ADVICE)
    elif not isinstance(schema.get("properties", {}), dict) or not isinstance(
        schema.get("required", []), list
    ):
        yield error("input_schema is no schema: properties is an object, required a list.", ADVICE)
    else:
        yield from _compared(subject, schema.get("properties", {}), schema.get("required", []))


def _is_json(schema: Any) -> bool:
    try:
        return bool(json.dumps(schema, allow_nan=False))
    except (TypeError, ValueError, RecursionError):
        return False


def _compared(subject: Subject, properties: dict[str, Any], required: list[Any]) -> Iterator[Finding]:
    declared = {each.name: each for each in subject.metadata.required_inputs}
    for name in required:
        if name not in declared and name not in {"input", "query"}:
            yield error(f"input_schema requires '{name}', which nobody is asked for.", "Declare that input.")
    for name, parameter in declared.items():
        if name not in properties:
            yield warning(f"input_schema leaves the input '{name}' out.", ADVICE)
        elif not _fits(properties[name], parameter.type):
            yield error(f"input_schema has another type for '{name}' than {parameter.type}.", ADVICE)


def _fits(schema: Any, declared: str) -> bool:
    """Whether values of a declared type can fit; a schema without a type takes all."""
    kinds = schema.get("type") if isinstance(schema, dict) else None
    if kinds is None:
        return isinstance(schema, dict | bool)
    return bool(JSON_TYPES[declared].intersection([kinds] if isinstance(kinds, str) else kinds))
