"""Text that flows from message to message."""

from dataclasses import dataclass, replace
from functools import cached_property

from adapters.teams.rendering.measure import Element, greatest, weight
from adapters.teams.rendering.rich_text import HARD_SPACE, PLAIN, Look, block, kept
from core.chat.prose import Form, Run, Words, between, merged

_INDENT, _UNDER_THE_MARK = 6, 3
"""Blanks a level of a list, and before the further lines of an item."""


@dataclass(frozen=True)
class Passage:
    """A paragraph, a heading, one item of a list or a quotation, a line an element.

    Line breaks inside one element are lost on some telephones (microsoft/AdaptiveCards#4914). ``close`` sets
    it right under what stands before.
    """

    runs: tuple[Run, ...]
    form: Form = "section"
    indent: int = 0
    number: int | None = None
    close: bool = False
    look: Look = PLAIN

    @classmethod
    def of(cls, words: Words) -> "Passage":
        """The passage of what was read; items of a list stand close together."""
        return cls(words.runs, words.form, words.indent, words.number, close=words.form == "item")

    @property
    def text(self) -> str:
        """The words alone, an item with its mark."""
        return "".join(run.text for run in (*self._mark, *self.runs))

    @cached_property
    def weight(self) -> int:
        """Its bytes."""
        return sum(map(weight, self.elements()))

    def elements(self) -> list[Element]:
        """What is sent of it."""
        lines = [self._line(line, first=at == 0) for at, line in enumerate(_lines(self.runs))]
        if self.form != "quote":
            return lines
        return [{"type": "Container", "style": "emphasis", "items": [*lines]}]

    def split(self, room: int) -> tuple["Passage | None", "Passage | None"]:
        """What fits into ``room`` bytes and the rest; cut between lines or words where there are any."""
        if self.weight <= room:
            return self, None
        words = "".join(run.text for run in self.runs)
        end = greatest(lambda at: self._until(at).weight <= room, min(len(words), max(room, 0)))
        at, behind = _place(words, end)
        if at == 0:
            return None, self
        form: Form = "section" if self.form == "item" else self.form
        rest = replace(self, runs=between(self.runs, behind, len(words)), form=form)
        return self._until(at), rest if rest.runs else None

    def _until(self, end: int) -> "Passage":
        return replace(self, runs=between(self.runs, 0, end))

    @property
    def _mark(self) -> tuple[Run, ...]:
        if self.form != "item":
            return ()
        return (Run("• " if self.number is None else f"{self.number}. "),)

    def _line(self, line: list[Run], *, first: bool) -> Element:
        spacing = "Small" if self.close and first else "" if first else "None"
        under = _UNDER_THE_MARK if self._mark and not first else 0
        margin = Run(HARD_SPACE * (_INDENT * self.indent + under))
        head = [replace(run, text=kept(run.text)) for run in line[:1]]
        runs = merged((margin, *(self._mark if first else ()), *head, *line[1:]))
        return block(runs, self.look, spacing=spacing)


def _lines(runs: tuple[Run, ...]) -> list[list[Run]]:
    """The runs of each line."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        head, *others = run.text.split("\n")
        lines[-1].append(replace(run, text=head))
        lines.extend([replace(run, text=text)] for text in others)
    return lines


def _place(words: str, end: int) -> tuple[int, int]:
    """Where the beginning ends and where the rest starts: at most one blank is lost."""
    if end == len(words):
        return end, end
    line = words.rfind("\n", 0, end + 1)
    blank = line if line > end // 2 else max(words.rfind(" ", 0, end + 1), line)
    return (blank, blank + 1) if blank > 0 else (end, end)
