"""What a message wants, and who works it out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from core.contracts import WorkflowMetadata
from core.model.asker import Asker

IntentKind = Literal["workflow", "meta", "none", "ask", "command", "thread"]


class Intent(BaseModel):
    """What a message wants.

    ``workflow``: a task for the named workflow. ``meta``: about the bot itself. ``none``: small talk or out
    of scope. ``ask``: a subject without a task, or two candidates too close; ``candidates`` says between
    which. ``command``: a built-in word after an explicit ``/dataops``; then ``command`` and ``arguments``
    are set. ``thread``: about what was answered here before. ``score`` is between 0 and 1. ``runner_up`` is
    the next best workflow. ``explicit``: it was named by its command, with ``arguments`` behind it.
    ``inherited`` are the ``parameters`` that the last question
    said and this message leaves out. ``note`` is what people should know of how it was worked out.
    """

    model_config = ConfigDict(extra="forbid")

    intent: IntentKind
    workflow: str | None = None
    parameters: dict[str, Any] = Field(default_factory=dict)
    score: float = 0.0
    runner_up: str | None = None
    candidates: list[str] = Field(default_factory=list)
    command: str | None = None
    arguments: list[str] = Field(default_factory=list)
    explicit: bool = False
    inherited: list[str] = Field(default_factory=list)
    note: str = ""


@dataclass(frozen=True, slots=True)
class IntentRequest:
    """A message and what is known around it.

    ``files`` are the names of attached files. ``last_workflow`` is the workflow that answered last in this
    thread, ``remembered`` what it was given by name (files left out). ``commands`` are the built-in words.
    ``summary`` is what was said before, ``asker`` who asks where, ``shown`` the names of what is open to them
    there (None: all): only for a model.
    """

    text: str
    capabilities: Sequence[WorkflowMetadata]
    commands: Sequence[str] = ()
    files: Sequence[str] = ()
    last_workflow: str | None = None
    summary: str = field(default="", repr=False)
    remembered: Mapping[str, Any] = field(default_factory=dict, repr=False)
    asker: Asker = field(default_factory=Asker)
    shown: Collection[str] | None = None


class IntentDetector(Protocol):
    """Works out what a message wants; by words alone or with a model, the same contract."""

    def detect(self, request: IntentRequest) -> Intent:
        """Return the intent; never raises for any text."""
        ...
