"""Asking others for an approval in the middle of a workflow."""

from typing import Any

from pydantic import ValidationError

from core.chat.approval import Demand, as_data
from core.errors import NotApproved, UserFacingError
from core.tools.workspace import current_workspace

CHANGED = "What was approved is not what would be done now, so it was not done; ask again."


def require_approval(
    what: str, *, details: str = "", permission: str = "", people: int = 1, hours: float = 24.0
) -> tuple[str, ...]:
    """Wait until so many people have approved, and return who: ``platform:tenant:person``, in their order.

    The card shows ``what`` (a line of up to 300 characters) and ``details`` (up to 8,000, letter by letter):
    say exactly what is going to happen. Whoever holds the permission in that channel may decide
    (``workflow.<name>.approve`` unless another is named), but never who asked for the run; each person counts
    once. The first one who declines ends it, and so does the end of ``hours``: then NotApproved is raised,
    whose sentence ends the run unless the workflow catches it.

    The node runs again from its first line afterwards: what stands before must be free of side effects and
    has to come to the same ``what`` and ``details``, else UserFacingError is raised.
    """
    from langgraph.types import interrupt

    demand = _demand(
        what=_sound(what),
        details=_sound(details),
        permission=permission or f"workflow.{current_workspace().workflow_name}.approve",
        people=people,
        hours=hours,
    )
    verdict = interrupt({"approval": demand.model_dump(mode="json")})
    if not isinstance(verdict, dict) or verdict.get("demand") != demand.digest:
        raise UserFacingError(CHANGED)
    if verdict["decision"] != "approve":
        raise _not_approved(demand, verdict)
    return tuple(verdict["people"])


def _demand(**fields: Any) -> Demand:
    """What is demanded; what does not fit on a card is not to be approved unseen."""
    try:
        return Demand(**fields)
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(map(str, problem["loc"]))
        raise UserFacingError(
            f"What is to be approved cannot be shown ({where}: {problem['msg']}); tell the workflow's author."
        ) from error


def _sound(text: str) -> str:
    """Text without lone surrogates, which nothing can write down."""
    return text.encode("utf-8", "replace").decode()


def _not_approved(demand: Demand, verdict: dict[str, Any]) -> NotApproved:
    names = " and ".join(map(as_data, verdict["names"]))
    if verdict["decision"] == "decline":
        return NotApproved(f"Not approved: {names} declined it.")
    found = f"only {names} did, of the {demand.people} that it takes" if names else "nobody decided"
    return NotApproved(
        f"Not approved within {verdict['within']}: {found}; ask again when you need it.",
        expired=True,
    )
