"""What a graph asks in its middle, as a question in the thread."""

from typing import Any

from core.chat.question import Question
from core.contracts import WorkflowInputParameter
from core.orchestrator.execution import Interruption
from core.runs.run import Run


def asked_question(run: Run, interruption: Interruption) -> Question:
    """The question, put to the person who started the run or to those the graph names."""
    parameter, answerers = _asked(interruption.value)
    return Question(
        id=f"question_{run.run_id[4:]}_{interruption.id[:12]}",
        run_id=run.run_id,
        interrupt=interruption.id,
        parameter=parameter,
        answerers=answerers or (str(run.inbound.actor),),
    )


def _asked(value: Any) -> tuple[WorkflowInputParameter, tuple[str, ...]]:
    """What an interrupt asks for and whom; anything but ``ask_person``'s is a question in free text."""
    if isinstance(value, dict) and "parameter" in value:
        parameter = WorkflowInputParameter.model_validate(value["parameter"])
        return parameter, tuple(value.get("answerers", ()))
    return WorkflowInputParameter(name="answer", description="an answer", prompt=str(value)), ()
