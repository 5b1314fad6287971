"""The last node: the response in words, the finding first."""

from core.contracts import Answer, WorkflowResponse
from core.orchestrator.services import Services
from core.orchestrator.state import OrchestratorState
from core.plain_answer import plain_answer

NOTES = ("source", "model_note")
"""What stands under an answer, by its names in a response's ``metadata``."""


def format_response(_services: Services, state: OrchestratorState) -> OrchestratorState:
    """Complete the response with an answer, and give the same as plain text."""
    response = WorkflowResponse.model_validate(state["workflow_result"])
    answer = response.answer or plain_answer(response)
    source = state.get("source", "") if response.metadata.get("uses_inputs", True) else ""
    note = state.get("intent", {}).get("note", "")
    return told(response, answer, source=source, model_note=note)


def told(response: WorkflowResponse, answer: Answer, **notes: str) -> OrchestratorState:
    """A response with its answer, and with notes that stand under it (by their names in ``NOTES``)."""
    metadata = response.metadata | {name: text for name, text in notes.items() if text}
    response = response.model_copy(update={"answer": answer, "metadata": metadata})
    under = [str(metadata[name]) for name in NOTES if metadata.get(name)]
    return {"workflow_result": response.model_dump(), "final_response": answer_text(answer, *under)}


def answer_text(answer: Answer, *notes: str) -> str:
    """An answer as plain text: finding, numbers, details, notes such as where it is from, what to do next."""
    parts = [
        answer.finding,
        "\n".join(f"{label}: {value}" for label, value in answer.numbers.items()),
        answer.details,
        *notes,
        "\n".join(["Next:", *(f"- {step}" for step in answer.next_steps)]) if answer.next_steps else "",
    ]
    return "\n\n".join(part for part in parts if part)
