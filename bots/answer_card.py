"""How an answer, a failure and a delivery look in a thread."""

from collections.abc import Sequence
from dataclasses import replace

from core.chat.card import Block, Card, Fields, Link, Links, Picture, Suggestions, Text
from core.chat.controls import feedback_buttons, retry_button
from core.contracts import Answer, WorkflowResponse
from core.orchestrator.formatting import NOTES
from core.orchestrator.replies import ORCHESTRATOR
from core.runs.run import Outcome, Run, RunState

AGAIN = (RunState.FAILED, RunState.CANCELLED, RunState.EXPIRED)
"""How a run ends that can be tried again."""

NO_FAULT = (RunState.REFUSED, RunState.CANCELLED, RunState.EXPIRED)
"""How a run ends without an answer and without a fault."""


def outcome_card(run: Run, outcome: Outcome, *, buttons: bool = False) -> Card:
    """The post that ends a run; with ``buttons``, a failure can be tried again and an answer be judged."""
    if outcome.question is not None:
        return outcome.question.card()
    response = outcome.response
    if response is None or not response.success:
        again = buttons and outcome.state in AGAIN
        return _problem(run, outcome.state, response, (retry_button(run.run_id),) if again else ())
    card = _answer(response, response.answer or Answer(finding="Done."))
    asks = buttons and response.metadata.get("workflow_name") != ORCHESTRATOR
    return card.model_copy(update={"blocks": (*card.blocks, feedback_buttons(run.run_id))}) if asks else card


def streamed_rest(run: Run, outcome: Outcome, *, buttons: bool) -> tuple[str, Card] | None:
    """The details of an answer, and its card without them; None for what ends a run otherwise."""
    response = outcome.response
    if response is None or not response.success or response.answer is None:
        return None
    bare = response.answer.model_copy(update={"details": ""})
    rest = replace(outcome, response=response.model_copy(update={"answer": bare}))
    return response.answer.details, outcome_card(run, rest, buttons=buttons)


def delivery_card(problems: Sequence[str], links: Sequence[Link]) -> Card | None:
    """What there is to say about files that are not simply there; None if all are."""
    if not problems and not links:
        return None
    title = "Not every file could be delivered" if problems else "Files to open here"
    text = [Text(markdown="\n".join(problems))] if problems else []
    linked = [Links(items=tuple(links))] if links else []
    return Card(kind="notice", title=title, blocks=(*text, *linked))


def _answer(response: WorkflowResponse, answer: Answer) -> Card:
    """The finding, then the numbers, then details and what to do next, with the picture."""
    blocks: list[Block] = []
    if answer.numbers:
        blocks.append(
            Fields(
                items=tuple(
                    (label, f"{value:,}" if isinstance(value, int) else str(value))
                    for label, value in answer.numbers.items()
                )
            )
        )
    if answer.picture:
        blocks.append(Picture(artifact_id=answer.picture, alt=answer.finding))
    if answer.details:
        blocks.append(Text(markdown=answer.details))
    if answer.next_steps:
        blocks.append(Suggestions(items=tuple(answer.next_steps)))
    return Card(
        kind="answer",
        title=answer.finding,
        blocks=tuple(blocks),
        footer=" ".join(str(response.metadata[note]) for note in NOTES if response.metadata.get(note)),
    )


def _problem(run: Run, state: RunState, response: WorkflowResponse | None, blocks: tuple[Block, ...]) -> Card:
    """One plain sentence with a reference number."""
    sentence = "Something went wrong on my side; try again, or tell an admin."
    if response is not None:
        said = response.answer.finding if response.answer else " ".join(response.errors or [])
        sentence = said.strip() or sentence
    kind = "notice" if state in NO_FAULT else "error"
    return Card(kind=kind, title=sentence, blocks=blocks, footer=f"Reference: {run.run_id}")
