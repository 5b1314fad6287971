"""Two contexts become one, or a part of one is taken."""

from collections.abc import Sequence
from typing import Any

from core.contexts.snapshot import SnapshotContent

REFERENCES = ("artifact_refs", "message_ids")


def merged(present: SnapshotContent, snapshot: SnapshotContent) -> SnapshotContent:
    """The snapshot's keys over the present ones, mappings deep; references of both, each once, in order."""
    mine, theirs = present.model_dump(), snapshot.model_dump()
    united = {name: list(dict.fromkeys([*theirs[name], *mine[name]])) for name in REFERENCES}
    return SnapshotContent(
        orchestrator_state=merged_state(mine["orchestrator_state"], theirs["orchestrator_state"]),
        workflow_states=_deep(mine["workflow_states"], theirs["workflow_states"]),
        **united,
    )


def merged_state(present: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """The same for what a thread shares between workflows.

    The questions of both stand once, the present ones last; of the same run the present one is the newer.
    """
    state = _deep(present, over)
    if "asked" in present and "asked" in over:
        state["asked"] = _questions(over["asked"], present["asked"])
    return state


def _deep(present: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    both = {
        name: _deep(present[name], value)
        for name, value in over.items()
        if isinstance(value, dict) and isinstance(present.get(name), dict)
    }
    return present | over | both


def _questions(older: Sequence[dict[str, Any]], newer: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    by_run = {each["run_id"]: each for each in older}
    by_run.update((each["run_id"], each) for each in newer)
    return list(by_run.values())


def selected(content: SnapshotContent, keys: Sequence[str]) -> dict[str, Any]:
    """The named parts alone, each at its place; a key is a path like ``orchestrator_state.inputs.listing``.

    Raises ValueError for a path that leads to nothing.
    """
    whole, chosen = content.model_dump(), dict[str, Any]()
    for key in keys:
        *above, last = key.split(".")
        source, target = whole, chosen
        for name in above:
            source = _step(source, name, key)
            target = target.setdefault(name, {})
        target[last] = _step(source, last, key)
    return chosen


def _step(source: Any, name: str, key: str) -> Any:
    if not isinstance(source, dict) or name not in source:
        raise ValueError(f"the context holds nothing at '{key[:120]}'")
    return source[name]
