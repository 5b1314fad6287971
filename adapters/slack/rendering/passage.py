"""Text that flows from message to message."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from adapters.slack.rendering.limits import NODE_WEIGHT
from adapters.slack.rendering.measure import counted, fitting
from core.chat import prose
from core.chat.prose import Run, between, merged

Form = prose.Form | Literal["code"]

_RUN = 2 * NODE_WEIGHT
"""A run's element and its style."""

_FRAME = 4 * NODE_WEIGHT
"""The elements around the runs, and the breaks between this passage and its neighbours."""

_REPEATED = 1_000
"""A longer header is not said again: it would leave no room for what stands under it."""


@dataclass(frozen=True)
class Passage:
    """A paragraph, a heading, one item of a list, a quotation or lines of code.

    ``opens`` sets it apart from what stands before. ``indent`` and ``number`` are those of an item (None: a
    bullet). ``header`` is said again wherever the rest goes on in another message.
    """

    runs: tuple[Run, ...]
    form: Form = "section"
    opens: bool = False
    indent: int = 0
    number: int | None = None
    header: str = ""

    @property
    def text(self) -> str:
        """The words alone, an item with its mark."""
        words = "".join(run.text for run in self.runs)
        if self.form != "item":
            return words
        return f"• {words}" if self.number is None else f"{self.number}. {words}"

    @cached_property
    def weight(self) -> int:
        """What it takes of a message."""
        return _FRAME + sum(_RUN + counted(run.text) for run in self.runs)

    def is_blank(self) -> bool:
        """Whether there is nothing to see."""
        return not any(run.text.strip() for run in self.runs)

    def split(self, room: int) -> tuple["Passage | None", "Passage | None"]:
        """What fits into ``room`` and the rest; cut between lines or words where there are any."""
        words = "".join(run.text for run in self.runs)
        end = _fitting(self.runs, room - _FRAME)
        if end == len(words):
            return self, None
        at, behind = _place(words, len(self.header) + 1, end, between_lines=self.form == "code")
        if at == 0:
            return None, self
        return replace(self, runs=between(self.runs, 0, at)), self._rest(behind, len(words))

    def _rest(self, start: int, end: int) -> "Passage":
        """The part that goes on elsewhere; an item's mark stands once."""
        runs = between(self.runs, start, end)
        if 0 < counted(self.header) <= _REPEATED:
            runs = merged((Run(f"{self.header}\n"), *runs))
        return replace(self, runs=runs, form="section" if self.form == "item" else self.form)


def _fitting(runs: Iterable[Run], room: int) -> int:
    """The number of characters that fit into ``room``, whatever runs they are in."""
    at = 0
    for run in runs:
        room -= _RUN
        fits = fitting(run.text, max(room, 0))
        at += fits
        room -= counted(run.text)
        if fits < len(run.text):
            break
    return at


def _place(words: str, start: int, end: int, *, between_lines: bool) -> tuple[int, int]:
    """Where the beginning ends and where the rest starts: at most one blank is lost."""
    line = words.rfind("\n", start, end + 1)
    if line > 0 and (between_lines or line > end // 2):
        return line, line + 1
    blank = -1 if between_lines else max(words.rfind(" ", start, end + 1), line)
    return (blank, blank + 1) if blank > 0 else (end, end)
