"""The state of a composition while it runs: results by step, never files."""

from collections.abc import Iterable, Mapping
from operator import or_
from typing import Annotated, Any

from typing_extensions import TypedDict

from core.composition.plan import Plan
from core.composition.view import View
from core.contracts import WorkflowResponse

_GIVEN = {"input", "query", "parameters", "context", "session_id", "workflow_name"}
_MADE = {"outcomes", "results", "output", *WorkflowResponse.model_fields}
OWN = frozenset(_GIVEN | _MADE)
"""What stands in the state beside the inputs, which are called otherwise."""

State = Mapping[str, Any]


def state_of(inputs: Iterable[str]) -> Any:
    """The schema: a workflow's input and response, the inputs by name, and what came of each step.

    ``outcomes`` holds the responses by label, ``results`` the response of each step by its number as text.
    """
    fields: dict[str, Any] = {
        "input": str,
        "query": str,
        "parameters": dict[str, Any],
        "context": dict[str, Any],
        "session_id": str,
        "outcomes": Annotated[dict[str, dict[str, Any]], or_],
        "results": Annotated[dict[str, dict[str, Any]], or_],
    }
    response = {name: each.annotation for name, each in WorkflowResponse.model_fields.items()}
    made: Any = TypedDict  # its names are known only here, which no checker reads
    return made("Composition", dict.fromkeys(inputs, Any) | fields | response, total=False)


def parameters_in(state: State, inputs: Iterable[str]) -> dict[str, Any]:
    """The inputs that are known, by name; a graph that is called by hand may have them beside the others."""
    own = {name: state[name] for name in inputs if state.get(name) is not None}
    return {**state.get("parameters", {}), **own}


def view_of(plan: Plan, state: State, inputs: Iterable[str]) -> View:
    """What the next step sees."""
    parameters = parameters_in(state, inputs)
    results = state.get("results", {})
    first = {"success": True, "result": parameters, "artifacts": [], "metadata": {"workflow_name": plan.name}}
    latest = max(results, key=int, default="")
    return View(parameters, words_in(state), results.get(latest, first), state.get("outcomes", {}))


def words_in(state: State) -> str:
    """What was said."""
    return str(state.get("input") or state.get("query") or "")
