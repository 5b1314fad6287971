"""The files that a workflow leaves behind, as its code names them."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

SAVING = "save_artifact"


@dataclass(frozen=True, slots=True, order=True)
class NamedArtifact:
    """``name`` has "…" in the place of what only a run knows; ``kind`` may be empty."""

    name: str
    kind: str


def artifacts_in(sources: Iterable[Path]) -> list[NamedArtifact]:
    """What stands in calls of ``save_artifact``, sorted, each once; nothing is run."""
    trees = (ast.parse(path.read_bytes()) for path in sources)
    calls = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call))
    return sorted({_named(call) for call in calls if _is_saving(call.func)})


def _is_saving(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name == SAVING


def _named(call: ast.Call) -> NamedArtifact:
    given = {each.arg: each.value for each in call.keywords}
    name = call.args[0] if call.args else given.get("name")
    return NamedArtifact(_text(name), _text(given["kind"]) if "kind" in given else "")


def _text(value: ast.expr | None) -> str:
    """A text as far as it is written there."""
    if isinstance(value, ast.Constant):
        return str(value.value)
    if isinstance(value, ast.JoinedStr):
        return "".join(map(_text, value.values))
    return "…"
