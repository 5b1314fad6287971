"""What a condition means in words."""

import re
from typing import Any

from core.contracts import Answer
from core.errors import UserFacingError
from workflows.jil_parser.engine.conditions import ConditionError, condition_tree, explain, parse_condition
from workflows.jil_parser.engine.dependencies import ALL_KINDS, Dependencies
from workflows.jil_parser.engine.job import Job
from workflows.jil_parser.finding import VALUE, Finding, clipped, code

ATOM = re.compile(
    r"(?i)\(*\s*\b(s|f|d|t|n|e|v|success|failure|done|terminated|notrunning|exitcode|value)\s*\("
)
MEANINGS = {
    "condition": "{} can start when",
    "box_success": "{} ends in SUCCESS when",
    "box_failure": "{} ends in FAILURE when",
}
SCHEDULE = (
    "start_times",
    "start_mins",
    "days_of_week",
    "run_calendar",
    "exclude_calendar",
    "run_window",
    "timezone",
)
LONGEST_FINDING, LONGEST_DETAIL = 1200, 4000
"""Characters that an answer shows of an explanation; a longer one is whole in explanation.txt."""

CUTS = 8
"""How often words behind a condition are cut off."""


def condition_in(text: str) -> str | None:
    """The condition that stands in somebody's words, without the words behind it; None if there is none.

    Only plain words are cut off: what has parentheses or operators belongs to the condition, valid or not.
    """
    found = ATOM.search(text)
    if found is None:
        return None
    whole = end = text[found.start() :].strip().rstrip("?!.`'").rstrip()
    for _ in range(CUTS):
        try:
            parse_condition(end)
        except ConditionError as error:
            rest = end[error.column - 1 :]
            if error.column < 2 or re.search(r"[()&|]", rest):
                return whole
            end = end[: error.column - 1].rstrip(" \t\r\n,;:.?!`'")
        else:
            return end
    return whole


def explain_text(condition: str) -> Finding:
    """The meaning of a condition that was typed."""
    try:
        parsed = parse_condition(condition)
    except ConditionError as error:
        raise UserFacingError(
            f"{code(condition)} is no condition: {error}. Correct it and ask again."
        ) from error
    words = explain(parsed)
    first, _, notes = words.partition("\n")
    result: dict[str, Any] = {"condition": condition, "explanation": words}
    if len(parsed.atoms) <= 100:  # a deeper tree is for `dataops jil condition`
        result["tree"] = condition_tree(parsed)
    return Finding(
        answer=Answer(finding=clipped(first, LONGEST_FINDING), details="\n".join(_notes(notes))),
        result=result,
        text=words if len(first) > LONGEST_FINDING else "",
    )


def explain_job(dependencies: Dependencies, job: str) -> Finding:
    """The meaning of every condition of a job or box, and what else decides about its start."""
    before = dependencies.upstream(job, 1, ALL_KINDS)
    definition = dependencies.estate.jobs[job]
    written = {key: definition.text(key) for key in MEANINGS if definition.text(key)}
    parts = [_part(job, key, text) for key, text in written.items()]
    whole = "\n\n".join(parts)
    told = _finding(definition)
    others = ["\n".join(line for line in part.split("\n") if line != told) for part in parts]
    shown = [clipped(part, LONGEST_DETAIL) for part in others]
    return Finding(
        answer=Answer(
            finding=clipped(told, LONGEST_FINDING),
            details="\n\n".join([*shown, *_besides(definition)]),
            next_steps=[f"Which jobs are upstream of {job}?", f"What breaks if I hold {job}?"],
        ),
        result={"current_job": job, "conditions": written, "explanation": whole},
        text=whole if len(whole) > LONGEST_FINDING else "",
        focus=[job, *(found.name for found in before)],
        title=f"What {job} waits for",
        job=job,
    )


def _finding(definition: Job) -> str:
    """What decides about the start, in a sentence."""
    job, text = code(definition.name), definition.text("condition")
    if text:
        return _meaning(job, "condition", text).partition("\n")[0]
    if definition.box:
        return f"{job} has no condition of its own; it starts with its box {code(definition.box)}."
    if definition.is_true("date_conditions"):
        return f"{job} has no condition; its schedule alone starts it."
    return f"{job} has no condition, no box and no active schedule; only a person or an event starts it."


def _part(job: str, key: str, text: str) -> str:
    """One attribute: as it is written, and what it means."""
    first, _, notes = _meaning(code(job), key, text).partition("\n")
    return "\n".join((f"{key}: {code(text, VALUE)}", first, *_notes(notes)))


def _meaning(job: str, key: str, text: str) -> str:
    """A condition in words, or why it has none; notes follow on lines of their own."""
    try:
        words = explain(parse_condition(text))
    except ConditionError as error:
        return f"The {key} of {job} is not valid: {error}; the scheduler will refuse it."
    return words.replace("True when", MEANINGS[key].format(job), 1)


def _notes(notes: str) -> list[str]:
    return [f"- {note}" for note in notes.splitlines()]


def _besides(definition: Job) -> list[str]:
    """Box and schedule also have a say."""
    said = []
    if definition.box and definition.text("condition"):
        said.append(f"Besides, its box {code(definition.box)} has to be running.")
    if definition.is_true("date_conditions"):
        plan = ", ".join(f"{key} {code(definition.text(key))}" for key in SCHEDULE if definition.text(key))
        said.append(
            f"Besides, it keeps to its schedule: {plan}." if plan else "Besides, it keeps to a schedule."
        )
    return said
