"""Decorators for the nodes of workflows: functions and methods, with or without ``async``, in any order."""

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, overload

from core.artifact import ArtifactType
from core.node_cache import NodeCache
from core.node_calls import Call, Node, Occasion, Pause, Plan, around
from core.node_faults import is_transient, waits_for_people

if TYPE_CHECKING:
    from core.tools.workspace import Workspace

__all__ = [
    "merge_artifacts",
    "with_artifacts",
    "with_caching",
    "with_error_recovery",
    "with_session_context",
    "with_telemetry",
]

ATTEMPTS = 3
FIRST_PAUSE = 0.5
"""Seconds before the second attempt; each further pause is twice as long. As LangGraph's own retries."""


def with_session_context(node: Node) -> Node:
    """Give the node's state the conversation it works in, also where the graph's state does not declare it.

    ``session_id``, ``run_id`` and ``workflow_name`` are those of the run; ``context`` is what the thread
    remembers, unless the state has it. The state must be a mapping, else TypeError is raised.
    """

    def plan(occasion: Occasion) -> Plan:
        if not isinstance(occasion.state, Mapping):
            raise TypeError(f"with_session_context needs a mapping as state; {occasion.name} got none")
        workspace = _workspace()
        own = {
            "session_id": workspace.session_id,
            "run_id": workspace.run_id,
            "workflow_name": workspace.workflow_name,
        }
        return (yield Call({"context": dict(workspace.context), **occasion.state, **own}))

    return around(node, plan)


@overload
def with_artifacts(node: Node) -> Node: ...
@overload
def with_artifacts(node: ArtifactType = ...) -> Callable[[Node], Node]: ...
def with_artifacts(node: Any = ArtifactType.RESULT) -> Any:
    """Save what the node makes as artifacts, and put their ids into ``artifacts``, behind earlier ones.

    Bare, or with the type that they are of. Where the node returns ``artifacts`` as a mapping, each entry is
    a file: its name and its content. Otherwise the whole update is saved, as ``<node>.json``. A node that
    runs again in the same run replaces what it saved. For nodes side by side, declare
    ``artifacts: Annotated[list[str], merge_artifacts]``.
    """
    if not isinstance(node, ArtifactType):
        return _saving(node, ArtifactType.RESULT)
    return lambda inner: _saving(inner, node)


def merge_artifacts(left: list[str], right: list[str]) -> list[str]:
    """A reducer of LangGraph: the ids of both, each once, in their order."""
    return list(dict.fromkeys([*(left or ()), *(right or ())]))


def with_error_recovery(node: Node) -> Node:
    """Call the node again, three times in all, when something failed that may pass.

    Passing are services that do not answer and what LangGraph itself retries. Sentences for people, mistakes
    of the program and waits for people are raised at once; after the last attempt the failure is. What stands
    in the node runs again, so it must be fit for that, as after a crash.
    """

    def plan(occasion: Occasion) -> Plan:
        for attempt in range(1, ATTEMPTS):
            try:
                return (yield Call(occasion.state))
            except Exception as error:
                if not is_transient(error):
                    raise
                _logger().warning(
                    "node_failed", node=occasion.name, error=type(error).__name__, attempt=attempt, again=True
                )
            yield Pause(FIRST_PAUSE * 2 ** (attempt - 1))
        return (yield Call(occasion.state))

    return around(node, plan)


def with_caching(node: Node) -> Node:
    """Give what the node returned for the same state before, in the same session; for five minutes at most.

    Kept in this process, for at most 256 states a node. What differs from run to run (``run_id`` and
    ``context``) is not part of the state here. A state that is no JSON-like data is not kept. Only for
    nodes that do nothing but return: a call that is answered from here has no other effect.
    """
    cache = NodeCache()

    def plan(occasion: Occasion) -> Plan:
        key = cache.key(occasion.owner, _workspace().session_id, occasion.state)
        kept = cache.get(key)
        if kept is not None:
            return kept.value()
        result = yield Call(occasion.state)
        cache.keep(key, result)
        return result

    return around(node, plan)


def with_telemetry(node: Node) -> Node:
    """Log an event for each call: ``node_finished``, ``node_waits`` or ``node_failed``, with its ``seconds``.

    Of what it works on, nothing is logged.
    """

    def plan(occasion: Occasion) -> Plan:
        workspace, began = _workspace(), time.perf_counter()
        log = _logger().bind(node=occasion.name, workflow=workspace.workflow_name, run_id=workspace.run_id)
        try:
            result = yield Call(occasion.state)
        except Exception as error:
            event = "node_waits" if waits_for_people(error) else "node_failed"
            log.info(event, error=type(error).__name__, seconds=_since(began))
            raise
        log.info("node_finished", seconds=_since(began))
        return result

    return around(node, plan)


def _saving(node: Node, artifact_type: ArtifactType) -> Node:
    def plan(occasion: Occasion) -> Plan:
        update = yield Call(occasion.state)
        if not isinstance(update, Mapping):  # nothing was made, or a Command says where to go
            return update
        files = update.get("artifacts")
        if not isinstance(files, Mapping):
            files = {f"{occasion.name}.json": _as_json(update)}
        from core.tools.workspace import save_artifact

        ids = [
            save_artifact(
                name,
                content,
                kind="result",
                created_by=occasion.name,
                parents=[],
                artifact_type=artifact_type,
            )
            for name, content in files.items()
        ]
        return {**update, "artifacts": merge_artifacts(_earlier(occasion.state, update), ids)}

    return around(node, plan)


def _earlier(state: Any, update: Mapping[str, Any]) -> list[str]:
    """The ids that were there, and those that the node itself has saved."""
    before = state.get("artifacts") if isinstance(state, Mapping) else getattr(state, "artifacts", None)
    own = update.get("artifacts")
    return merge_artifacts(before or [], own if isinstance(own, list) else [])


def _as_json(update: Mapping[str, Any]) -> bytes:
    """What a node returned, its own ids left out; what JSON does not have is written as text."""
    from pydantic_core import to_json

    made = {name: value for name, value in update.items() if name != "artifacts"}
    return to_json(made, indent=2, fallback=str, inf_nan_mode="null", bytes_mode="base64")


def _workspace() -> "Workspace":
    """The workspace of the run. The stores are imported where a node runs, not where a workflow is listed."""
    from core.tools.workspace import current_workspace

    return current_workspace()


def _logger() -> Any:
    import structlog

    return structlog.get_logger()


def _since(began: float) -> float:
    return round(time.perf_counter() - began, 4)
