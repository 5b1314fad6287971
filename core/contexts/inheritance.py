"""What one thread takes over from another."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from core.artifact import Artifact
from core.artifact_store import ArtifactStore
from core.contexts.merge import merged_state
from core.orchestrator.asked import KEPT

State = dict[str, Any]

NOTES = 12
"""Notes of where a context is from that are kept, the latest ones."""

PARTS = ("inputs", "asked", "summary")
USUAL = ("inputs", "asked")


def chosen_parts(state: State, filters: Sequence[str] | None) -> tuple[State, list[str]]:
    """The chosen parts of a context, and the names of those parts that hold something.

    Raises ValueError for a filter that names no part.
    """
    wanted: dict[str, set[str]] = {}
    for part in USUAL if filters is None else filters:
        name, _, only = part.partition(".")
        if name not in PARTS or (name == "summary" and only):
            raise ValueError(f"'{part[:120]}' is no part of a context that can be inherited")
        wanted.setdefault(name, set()).add(only)
    chosen = {name: _part(state.get(name), only) for name, only in wanted.items()}
    chosen = {name: found for name, found in chosen.items() if found}
    return chosen, sorted(f"{name}.{each}" if each else name for name in chosen for each in wanted[name])


def inherited_state(target: State, chosen: State, note: State) -> State:
    """The target's context with the chosen parts over it, and a note of where they are from."""
    state = merged_state(target, chosen)
    asked = state.get("asked", [])
    if len(asked) > KEPT:
        state["asked"] = [asked[0], *asked[1 - KEPT :]]
    return {**state, "inherited": [*target.get("inherited", []), note][-NOTES:]}


def shared_files(artifacts: ArtifactStore, target_session: str, found: Iterable[Artifact]) -> dict[str, str]:
    """The ids that files have, or get, in the target's session."""
    return {
        each.artifact_id: each.artifact_id
        if each.session_id == target_session
        else artifacts.share_artifact(each.artifact_id, target_session)
        for each in found
    }


def _part(whole: Any, only: Collection[str]) -> Any:
    """A part of a context: all of it, or these kinds of inputs, or what these workflows were asked."""
    if "" in only or not whole:
        return whole
    if isinstance(whole, dict):
        return {kind: whole[kind] for kind in whole if kind in only}
    return [each for each in whole if each["workflow"] in only]
