"""What a question takes over from its thread: the job it leaves out, a level more, another kind of answer."""

import re
from typing import TYPE_CHECKING, Any

from workflows.jil_parser.answers.lists import LISTS
from workflows.jil_parser.state import JILParserState

if TYPE_CHECKING:
    from collections.abc import Sequence

DEEPER = re.compile(r"(?i)\b(?:deeper|further|farther|more)\b")
EVERY_LEVEL = re.compile(
    r"(?i)\b(?:all|every)(?: of)?(?: the)? (?:levels?|steps?|hops?|way)\b|\bno limit\b|\bas deep as\b"
)
PRONOUN = re.compile(r"(?i)\b(?:it|its|that|this|they|them|their)\b")
CYCLES = ("cycles", "cycle_reasons")


class FollowUp:
    """Reads the inputs of a message together with what the thread remembers."""

    def __init__(self, state: JILParserState) -> None:
        context: dict[str, Any] = state.get("context") or {}
        self._state = state
        self._words = state.get("input") or ""
        self._before: dict[str, Any] = context.get("remembered") or {}
        self._inherited: Sequence[str] = context.get("inherited") or ()
        self._doubtful: dict[str, list[str]] = context.get("doubtful") or {}
        self._is_new_file = bool(context.get("new_inputs"))

    @property
    def job(self) -> str | None:
        """The job in the words, or the one that the last question was about if this one goes on from it."""
        return self._state.get("current_job") or None

    @property
    def remembered_job(self) -> str | None:
        """The job that the thread was about last."""
        return self._before.get("current_job")

    @property
    def choices(self) -> tuple[str, ...]:
        """The names between which it is open which job the thread is about."""
        return tuple(self._doubtful.get("current_job", ()))

    @property
    def points_at_job(self) -> bool:
        """Whether the words say "it" in the place of a job."""
        return self.job is None and PRONOUN.search(self._words) is not None

    @property
    def name(self) -> str | None:
        """The machine, owner, calendar or global; another name in the words takes its place."""
        old = "name" in self._inherited and self._says("current_job")
        return None if old else self._state.get("name") or None

    @property
    def levels(self) -> int | None:
        """How far to look; "deeper" counts from where the last question ended."""
        if EVERY_LEVEL.search(self._words):
            return None
        said = self._state.get("levels")
        before: int | None = self._before.get("levels")
        if said is None or before is None or not DEEPER.search(self._words):
            return said
        return before + (said if self._says("levels") else 1)

    @property
    def analysis(self) -> str:
        """What to find out."""
        analysis = self._state.get("analysis") or "overview"
        if analysis == "members":
            return self._members()
        if self.job is None:
            return analysis
        if analysis == "overview":
            return "job" if self._says("current_job") or not self._says("analysis") else analysis
        if analysis == "cycles" and self._says("current_job"):
            return "cycle_reasons"
        about_all = analysis in LISTS and not self._says("analysis") and self._says("current_job")
        return "job" if about_all else analysis

    def _members(self) -> str:
        """Read "who is in it" as the cycle, the box or the file that was spoken of."""
        if self._before.get("analysis") in CYCLES and not self._is_new_file:
            return "cycles"
        job = self.job or (None if self._is_new_file else self.remembered_job)
        return "members" if job else "overview"

    def _says(self, name: str) -> bool:
        """Whether this message itself holds the input."""
        return bool(self._state.get(name)) and name not in self._inherited
