"""``dataops ask --json``: the response of the contract with thread, run and files, as one document."""

from typing import Any

from adapters.console.door import ConsoleDoor
from bots.service import Service
from core.chat.surface import Deliverable, Delivered
from core.runs.run import Run, RunState


def answer_document(service: Service, door: ConsoleDoor, run: Run) -> dict[str, Any]:
    """The document of a run that ended or waits; an open question is named. Blocks."""
    response = run.outcome.response if run.outcome else None
    document = response.model_dump(mode="json") if response else _nothing() | {"result": f"{run.state}."}
    thread = str(run.thread) if run.thread else None
    document |= {"state": run.state, "thread": thread, "run_id": run.run_id}
    delivered = door.open(run.thread).delivered.get(run.run_id, []) if run.thread else []
    document["files"] = [_file(item, result) for item, result in delivered if result.place]
    if run.state is RunState.WAITING:
        document |= _question(service, run)
    return document


def failure_document(sentence: str) -> dict[str, Any]:
    """The document of a failure before there was a run."""
    failed = {"result": sentence, "errors": [sentence], "state": "failed"}
    return _nothing() | failed | {"thread": None, "run_id": None, "files": []}


def _nothing() -> dict[str, Any]:
    """The contract's fields without an answer."""
    return {"success": False, "result": "", "metadata": {}, "artifacts": [], "errors": None}


def _file(item: Deliverable, result: Delivered) -> dict[str, Any]:
    artifact = item.artifact
    return {
        "id": artifact.artifact_id,
        "name": artifact.name,
        "path": result.place,
        "type": artifact.content_type,
        "size": artifact.size_bytes,
    }


def _question(service: Service, run: Run) -> dict[str, Any]:
    """The open question of a waiting run."""
    question = service.records.questions.open_of(run.run_id)
    if question is None:
        return {}
    parameter = question.parameter
    return {
        "result": parameter.question,
        "question": {
            "id": question.id,
            "parameter": parameter.name,
            "prompt": parameter.question,
            "type": parameter.type,
            "choices": question.offered,
            "example": parameter.example,
        },
    }
