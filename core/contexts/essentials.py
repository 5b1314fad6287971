"""What of a context must never be lost: decisions, values of parameters, references."""

import json
import re
from collections.abc import Iterator
from typing import Any

ESSENTIAL = frozenset(
    {
        "active_workflows",
        "artifact_id",
        "artifact_refs",
        "artifacts",
        "decision",
        "decisions",
        "ids",
        "parameters",
        "run_id",
        "session_id",
        "workflow",
        "workflow_name",
        "workflow_states",
    }
)
"""Keys under which everything stays as it is."""

REFERENCE = re.compile(r"\bartifact_[a-z][a-z0-9_]*_[0-9a-f]{16}\w*")
"""An artifact's id, wherever it stands."""


def essentials(context: Any) -> list[tuple[str, str]]:
    """Each value under an essential key with its name, as JSON; in order, whatever the order of keys is."""
    return list(_essentials(context, ""))


def references(value: Any) -> list[str]:
    """The ids of the artifacts that are named anywhere, each once and in order."""
    return list(dict.fromkeys(REFERENCE.findall(as_json(value))))


def as_json(value: Any) -> str:
    """The shortest JSON; raises TypeError or ValueError for what is none."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _essentials(value: Any, essential: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, each in sorted(value.items()):
            path = f"{essential}.{name}" if essential else name
            yield from _essentials(each, path if essential or name in ESSENTIAL else "")
    elif isinstance(value, list):
        for each in value:
            yield from _essentials(each, essential)
    elif essential:
        yield essential, as_json(value)
