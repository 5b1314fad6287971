"""Diagnostics: what is wrong or remarkable in a file, where, and what to do about it."""

from dataclasses import asdict, dataclass
from typing import Final, Literal

Severity = Literal["error", "warning", "info"]

ADVICE: Final[dict[str, tuple[Severity, str]]] = {
    "encoding": ("info", "Nothing to do; save the file as plain UTF-8 to be safe with every tool."),
    "unclosed-comment": ("error", "Close the comment with */ or remove the /*."),
    "stray-line": ("warning", "Remove the line, or put a key and a colon in front of it."),
    "unknown-statement": ("warning", "Check the verb; nothing of this statement was used."),
    "nameless-statement": ("error", "Write the name of the object after the colon."),
    "odd-name": ("warning", "Use only letters, digits and . # - _ @ in names, and write a colon as \\:."),
    "unknown-attribute": ("warning", "Check the spelling of the attribute; it was kept as it is."),
    "ignored-attribute": ("warning", "Remove the attribute or put it below the job it is meant for."),
    "repeated-attribute": ("warning", "Keep one of the lines; only the last one counts."),
    "inline-pair": ("warning", "Put the second attribute on a line of its own, or quote the value."),
    "typographic-quotes": ("warning", 'Replace the typographic quotes by straight ones (").'),
    "unbalanced-quote": ("warning", 'Add the missing double quote, or write \\" for a literal one.'),
    "name-too-long": ("warning", "Shorten the name to 64 characters or fewer."),
    "override-next-run": ("info", "Nothing to do; use update_job if the change is meant to stay."),
    "delete-unknown": ("warning", "Check the name and the order of the statements."),
    "duplicate-insert": ("error", "Remove one of the two inserts or make the second an update_job."),
    "repeated-update": ("warning", "Check whether the later one was meant for another job; it counts."),
    "condition-syntax": ("error", "Correct the condition; the scheduler will refuse it."),
    "odd-lookback": ("warning", "Write the look-back as hh.mm with two digits of minutes below 60."),
    "dangling-reference": ("error", "Define the job, correct its name (case matters) or drop the reference."),
    "dangling-box": ("error", "Define the box, correct its name (case matters) or clear box_name."),
    "box-is-not-a-box": ("error", "Name a job of type BOX in box_name, or change the type of the job named."),
    "box-ring": ("error", "Take one of the boxes out of the ring by changing its box_name."),
    "self-dependency": ("error", "Remove the job's own name from its condition, or use notrunning()."),
    "cycle": ("error", "Break the ring: remove one of these conditions."),
    "dead-schedule": ("warning", "Set date_conditions: 1, or remove the schedule."),
    "schedule-conflict": ("warning", "Keep only one of the two; the scheduler does not accept both."),
    "box-outside-reference": ("warning", "Name only jobs inside the box, else it can stay RUNNING for ever."),
    "box-cannot-complete": ("error", "Make every member able to start, or give the box a box_success."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: ``message`` says what is the matter, ``advice`` what to do.

    ``line`` counts from 1 within ``file``. ``job`` is the job or object concerned, "" where there is none.
    """

    code: str
    severity: Severity
    file: str
    line: int
    message: str
    advice: str
    job: str = ""

    def as_dict(self) -> dict[str, str | int]:
        """The finding as a JSON object."""
        return asdict(self)


def finding(  # noqa: PLR0913 - a finding has that many parts, and all are named
    code: str,
    file: str,
    line: int,
    message: str,
    *,
    job: str = "",
    severity: Severity | None = None,
    hint: str = "",
) -> Diagnostic:
    """A diagnostic with the severity and advice of its code; ``hint`` is put before the advice."""
    usual, advice = ADVICE[code]
    return Diagnostic(code, severity or usual, file, line, message, f"{hint} {advice}".strip(), job)
