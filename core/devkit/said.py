"""What came back for a message or an answer: an answer, a question, or a sentence about what went wrong."""

from collections.abc import Callable
from dataclasses import dataclass

from core.artifact import Artifact
from core.chat.question import Question
from core.contracts import WorkflowResponse
from core.runs.run import Outcome, Run

Rendering = Callable[[Run, Outcome], str]
"""How a surface shows the end of a run, as text to compare: the same for the same run and outcome."""


@dataclass(frozen=True, slots=True)
class Said:
    """``text`` is what a person reads; ``steps`` are the workflow's steps of this turn, in their order.

    ``artifacts`` are the files that came with the answer. ``workflow`` is the one that was run, if any was.
    ``error`` is what was raised, if anything was.
    """

    run: Run
    outcome: Outcome
    text: str
    workflow: str = ""
    steps: tuple[str, ...] = ()
    artifacts: tuple[Artifact, ...] = ()
    error: Exception | None = None

    @property
    def question(self) -> Question | None:
        """What is asked; ``question.parameter`` is the declared input, ``question.offered`` the choices."""
        return self.outcome.question

    @property
    def response(self) -> WorkflowResponse | None:
        """The workflow's response, once there is one."""
        return self.outcome.response

    def shown(self, rendering: Rendering) -> str:
        """What a person would see on a surface."""
        return rendering(self.run, self.outcome)
