"""What a composition answers: the last finding, and what each step came to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.composition.plan import Plan
from core.composition.state import State
from core.composition.workflow_step import WorkflowStep
from core.contracts import Answer, WorkflowResponse
from core.plain_answer import plain_answer


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a composition has come."""

    plan: Plan
    state: State

    @property
    def failed(self) -> int | None:
        """The number of the step that failed, from 0."""
        return next((n for n, step in enumerate(self.plan.steps) if self._has_failed(n, step)), None)

    @property
    def last(self) -> int | None:
        """The number of the last step that ran."""
        return max((n for n, step in enumerate(self.plan.steps) if self.ran(step)), default=None)

    def ran(self, step: WorkflowStep) -> bool:
        """Whether a step was begun and came to an end."""
        return any(task.label in self._outcomes for task in step.tasks)

    def told_until(self, number: int) -> str:
        """What ran before a step, what was left out, and what was not run from there on."""
        before, rest = self.plan.steps[:number], self.plan.steps[number:]
        done = [label for step in self.plan.steps for label in self.done(step)]
        skipped = [step.label for step in before if not self.ran(step)]
        open_ = [step.label for step in rest if not self.ran(step)]
        said = (("Done", done), ("Not needed", skipped), ("Not run", open_))
        return " ".join(f"{what}: {', '.join(labels)}." for what, labels in said if labels)

    def done(self, step: WorkflowStep) -> list[str]:
        """The workflows of a step that came to a good end."""
        return [task.label for task in step.tasks if self._outcomes.get(task.label, {}).get("success")]

    def reasons(self, step: WorkflowStep) -> list[str]:
        """Why a step failed, for each of its workflows that did, or for putting them together."""
        bad = {task.label: self._outcomes[task.label] for task in step.tasks if self._is_bad(task.label)}
        if bad:
            return [_reason(label, response, alone=len(step.tasks) == 1) for label, response in bad.items()]
        return [_sentence(self._results[str(self.plan.steps.index(step))])]

    def _has_failed(self, number: int, step: WorkflowStep) -> bool:
        bad = any(self._is_bad(task.label) for task in step.tasks)
        return bad or not self._results.get(str(number), {"success": True})["success"]

    def _is_bad(self, label: str) -> bool:
        return label in self._outcomes and not self._outcomes[label]["success"]

    @property
    def _outcomes(self) -> dict[str, dict[str, Any]]:
        return dict(self.state.get("outcomes", {}))

    @property
    def _results(self) -> dict[str, dict[str, Any]]:
        return dict(self.state.get("results", {}))


def finished(plan: Plan, state: State) -> dict[str, Any]:
    """The composition's own response, as a final state."""
    progress = Progress(plan, state)
    response = _stopped(progress) if progress.failed is not None else _answered(progress)
    outcomes = state.get("outcomes", {})
    artifacts = [each for outcome in outcomes.values() for each in outcome["artifacts"]]
    metadata = {"workflow_name": plan.name, "iterations": len(outcomes), "steps": _lines(progress)}
    changed = {"metadata": metadata, "artifacts": list(dict.fromkeys(artifacts))}
    return response.model_copy(update=changed).model_dump(mode="json")


def _stopped(progress: Progress) -> WorkflowResponse:
    """Why, where, what ran and what did not, in one line: a failure is told as one."""
    plan, number = progress.plan, progress.failed or 0
    step = plan.steps[number]
    sentence = (
        f"{plan.name} stopped at step {number + 1} of {len(plan.steps)}, {step.label}: "
        f"{' '.join(progress.reasons(step))} {progress.told_until(number)}"
    ).strip()
    return WorkflowResponse(
        success=False, result=sentence, metadata={}, errors=[sentence], answer=Answer(finding=sentence)
    )


def _answered(progress: Progress) -> WorkflowResponse:
    """The last step's result and finding, and what the others found."""
    plan, state, last = progress.plan, progress.state, progress.last
    if last is None:
        sentence = f"{plan.name} had nothing to do: none of its conditions holds."
        return WorkflowResponse(success=True, result=sentence, metadata={}, answer=Answer(finding=sentence))
    result = state["results"][str(last)]["result"]
    answer = _answer_of(progress, plan.steps[last])
    return WorkflowResponse(success=True, result=result, metadata={}, answer=answer)


def _answer_of(progress: Progress, step: WorkflowStep) -> Answer:
    """The answer of the step that ran last, with a line for each workflow where there were several."""
    outcomes = progress.state["outcomes"]
    answers = {label: _answer(response) for label, response in outcomes.items()}
    lines = [f"- {label}: {answer.finding}" for label, answer in answers.items()]
    lines += [f"- {each.label}: not needed" for each in progress.plan.steps if not progress.ran(each)]
    if len(step.tasks) > 1:
        finding = " ".join(answers[task.label].finding for task in step.tasks)
        return Answer(finding=finding, details="\n".join(lines))
    answer = answers[step.tasks[0].label]
    steps = "\n".join(lines) if len(lines) > 1 else ""
    return answer.model_copy(update={"details": "\n\n".join(filter(None, (answer.details, steps)))})


def _answer(response: dict[str, Any]) -> Answer:
    found = WorkflowResponse.model_validate(response)
    return found.answer or plain_answer(found)


def _lines(progress: Progress) -> Sequence[dict[str, Any]]:
    """What became of each workflow, as data."""
    plan, outcomes = progress.plan, progress.state.get("outcomes", {})
    stopped = len(plan.steps) if progress.failed is None else progress.failed
    return [
        {
            "name": task.label,
            "workflow": task.workflow_name,
            "state": _state(outcomes.get(task.label), skipped=number < stopped),
        }
        for number, step in enumerate(plan.steps)
        for task in step.tasks
    ]


def _state(outcome: dict[str, Any] | None, *, skipped: bool) -> str:
    if outcome is None:
        return "skipped" if skipped else "not run"
    return "done" if outcome["success"] else "failed"


def _sentence(response: dict[str, Any]) -> str:
    return _answer(response).finding


def _reason(label: str, response: dict[str, Any], *, alone: bool) -> str:
    return _sentence(response) if alone else f"{label}: {_sentence(response)}"
