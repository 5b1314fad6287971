"""What was asked in a thread, question by question: what follow-ups go on from."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, Field

from core.contracts import WorkflowMetadata
from core.session import Session

KEPT = 12
"""Questions that a thread keeps: its first one, and the latest."""


class Asked(BaseModel):
    """One question to a workflow: its inputs by name (files by their ids), and where the files came from.

    ``named`` holds, for each input, every name in the words that could be its value. ``at`` is when it was
    remembered, in ISO 8601.
    """

    run_id: str
    workflow: str
    parameters: dict[str, Any] = Field(default_factory=dict)
    named: dict[str, list[str]] = Field(default_factory=dict)
    source: str = ""
    at: str = ""

    @property
    def doubtful(self) -> dict[str, list[str]]:
        """The inputs for which several names stand in the words."""
        return {name: names for name, names in self.named.items() if len(names) > 1}

    def spoken(self, metadata: WorkflowMetadata) -> dict[str, Any]:
        """What a question like this one would say in words: no files, and nothing doubtful."""
        said = {each.name for each in metadata.required_inputs if each.type != "file"} - self.doubtful.keys()
        return {name: value for name, value in self.parameters.items() if name in said}


def asked_in(session: Session) -> list[Asked]:
    """The questions of a thread, oldest first."""
    return [Asked.model_validate(each) for each in session.global_context.get("asked", [])]


def kept(asked: Sequence[Asked], latest: Asked) -> list[Asked]:
    """The questions with the latest one, which takes its own place if it was begun before."""
    others = [each for each in asked if each.run_id != latest.run_id]
    return [*others[:1], *others[1:][2 - KEPT :], latest]


def recalled(asked: Sequence[Asked]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """The latest value of each input of the workflow asked last, and the names between which it is open."""
    values: dict[str, Any] = {}
    doubtful: dict[str, list[str]] = {}
    for each in asked:
        if each.workflow != asked[-1].workflow:
            continue
        for name, value in each.parameters.items():
            values[name] = value
            doubtful.pop(name, None)
        for name, names in each.doubtful.items():
            values.pop(name, None)
            doubtful[name] = names
    return values, doubtful
