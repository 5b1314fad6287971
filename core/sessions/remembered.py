"""How old what a thread remembers is: it was said like messages, and goes with them."""

from datetime import datetime
from typing import Any

from core.session import Session

State = dict[str, Any]


def younger(session: Session, moment: datetime) -> State:
    """What a session remembers, without what is from before a moment.

    Questions and inputs have their moment, a sum that of the first message in it. What an earlier release
    wrote without one is taken to be as old as the session's last word; such a sum, as the session itself.
    """
    state = dict(session.global_context)

    def stays(each: Any, name: str, otherwise: datetime) -> bool:
        return _moment(each, name, otherwise) >= moment

    if isinstance(asked := state.get("asked"), list):
        state["asked"] = [each for each in asked if stays(each, "at", session.last_active)]
    if isinstance(inputs := state.get("inputs"), dict):
        state["inputs"] = {
            kind: each for kind, each in inputs.items() if stays(each, "at", session.last_active)
        }
    if "summary" in state and not stays(state["summary"], "since", session.created_at):
        del state["summary"]
    return state


def _moment(each: Any, name: str, otherwise: datetime) -> datetime:
    """The moment that something remembered has under a name."""
    try:
        found = datetime.fromisoformat(each[name])
    except (KeyError, TypeError, ValueError):
        return otherwise
    return found if found.tzinfo else otherwise
