"""What a graph asks in its middle, as a question in the thread."""

from datetime import datetime, timedelta
from typing import Any

from core.chat.approval import Approval, Demand
from core.chat.inbound import Actor
from core.chat.question import Question
from core.contracts import WorkflowInputParameter
from core.orchestrator.execution import Interruption


def asked_question(run_id: str, actor: Actor, interruption: Interruption, now: datetime) -> Question:
    """The question, put to the person who started the run or to those the graph names.

    An approval is put to whoever may give it. ``now`` is in UTC.
    """
    parameter, answerers = _asked(interruption.value)
    approval = _approval(actor, interruption.value, now)
    return Question(
        id=f"question_{run_id[4:]}_{interruption.id[:12]}",
        run_id=run_id,
        interrupt=interruption.id,
        parameter=parameter,
        answerers=() if approval else answerers or (str(actor),),
        approval=approval,
    )


def _asked(value: Any) -> tuple[WorkflowInputParameter, tuple[str, ...]]:
    """What an interrupt asks for and whom; anything but those of the kit is a question in free text."""
    if isinstance(value, dict) and "parameter" in value:
        parameter = WorkflowInputParameter.model_validate(value["parameter"])
        return parameter, tuple(value.get("answerers", ()))
    if isinstance(value, dict) and "approval" in value:
        return _decision(Demand.model_validate(value["approval"])), ()
    return WorkflowInputParameter(name="answer", description="an answer", prompt=str(value)), ()


def _approval(actor: Actor, value: Any, now: datetime) -> Approval | None:
    """The demand of ``require_approval``, with who asked and until when."""
    if not isinstance(value, dict) or "parameter" in value or "approval" not in value:
        return None
    demand = Demand.model_validate(value["approval"])
    return Approval(
        demand=demand, requester=actor.name or actor.id, until=now + timedelta(hours=demand.hours)
    )


def _decision(demand: Demand) -> WorkflowInputParameter:
    return WorkflowInputParameter(
        name="decision",
        description="whether this may be done",
        type="choice",
        choices={"approve": [], "decline": []},
        prompt=demand.title,
    )
