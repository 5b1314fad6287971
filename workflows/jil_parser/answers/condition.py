"""What a condition means in words."""

import re

from core.contracts import Answer
from core.errors import UserFacingError
from workflows.jil_parser.engine.conditions import ConditionError, condition_tree, explain, parse_condition
from workflows.jil_parser.engine.dependencies import Dependencies
from workflows.jil_parser.finding import Finding, code

ATOM = re.compile(r"(?i)\(*\s*\b(s|f|d|t|n|e|v|success|failure|done|terminated|notrunning|exitcode|value)\s*\(")
KEYS = ("condition", "box_success", "box_failure")


def condition_in(text: str) -> str | None:
    """The condition that stands in somebody's words, from its first atom to the last thing that parses."""
    found = ATOM.search(text)
    if found is None:
        return None
    tail = text[found.start() :].strip()
    ends = [len(tail), *(end for end in range(len(tail) - 1, 0, -1) if not tail[end - 1].isspace())]
    for end in ends[:400]:
        try:
            parse_condition(tail[:end])
        except ConditionError:
            continue
        return tail[:end]
    return tail.rstrip("?!. ")


def explain_text(condition: str) -> Finding:
    """The meaning of a condition that was typed."""
    try:
        parsed = parse_condition(condition)
    except ConditionError as error:
        raise UserFacingError(f"{code(condition)} is no condition: {error}. Correct it and ask again.") from error
    words = explain(parsed)
    first, _, notes = words.partition("\n")
    return Finding(
        answer=Answer(finding=first, details=notes),
        result={"condition": condition, "tree": condition_tree(parsed), "explanation": words},
    )


def explain_job(dependencies: Dependencies, job: str) -> Finding:
    """The meaning of every condition of a job or box."""
    dependencies.upstream(job, 1)  # an unknown name is told with near ones
    definition = dependencies.estate.jobs[job]
    written = {key: definition.text(key) for key in KEYS if definition.text(key)}
    if not written:
        return Finding(answer=Answer(finding=f"{code(job)} has no condition; {_starts(definition.box)}."), job=job)
    parts = [f"{key}: {code(text)}\n{_meaning(text)}" for key, text in written.items()]
    key, text = next(iter(written.items()))
    return Finding(
        answer=Answer(
            finding=f"{code(job)}, {key}: {_meaning(text).partition(chr(10))[0]}",
            details="\n\n".join(parts),
            next_steps=[f"Which jobs are upstream of {job}?"],
        ),
        result={"current_job": job, "conditions": written, "explanation": "\n\n".join(parts)},
        focus=[job, *(found.name for found in dependencies.upstream(job, 1) if found.defined)],
        job=job,
    )


def _meaning(text: str) -> str:
    """A condition in words, or why it has none."""
    try:
        return explain(parse_condition(text))
    except ConditionError as error:
        return f"Not a valid condition: {error}."


def _starts(box: str | None) -> str:
    return f"it starts with its box {code(box)}" if box else "only a schedule, a person or an event starts it"
