"""A page of the documentation as it is gone through: what is typed, what changes, what is then seen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PARTS = re.compile(
    r"^## (?P<heading>[^\n]+)$|^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
ANYTHING = "…"
TYPED = re.compile(r"^> (.+)$", re.MULTILINE)
"""What a person types at a prompt: it is shown, but not printed by the command."""


@dataclass(frozen=True, slots=True)
class Step:
    """A box of the page. ``shown`` is the text box behind it, or empty."""

    section: str
    language: str
    text: str
    shown: str = ""

    @property
    def commands(self) -> list[str]:
        """What is typed, line by line."""
        return self.text.splitlines()

    @property
    def typed(self) -> str:
        """What is typed at the prompts of the command."""
        return "".join(f"{line}\n" for line in TYPED.findall(self.shown))

    def is_shown_in(self, printed: str) -> bool:
        """Whether a command has printed what the page shows."""
        pattern = "".join(map(_pattern, self.shown.splitlines())) + r"\s*"
        return not self.shown or re.fullmatch(pattern, printed.strip("\n") + "\n") is not None


def _pattern(line: str) -> str:
    """A line as it is printed: … stands for anything, alone on its line for any lines."""
    if line == ANYTHING:
        return r"(?:.*\n)*?"
    if TYPED.match(line):
        return "> "
    return re.escape(line).replace(ANYTHING, ".*") + r" *\n"


def steps_of(page: Path) -> Iterator[Step]:
    """The boxes in their order, each with what it shows."""
    boxes = list(_boxes(page.read_text(encoding="utf-8")))
    for box, after in zip(boxes, [*boxes[1:], None], strict=True):
        if box.language != "text":
            shown = after.text if after is not None and after.language == "text" else ""
            yield Step(box.section, box.language, box.text, shown)


def _boxes(text: str) -> Iterator[Step]:
    section = ""
    for part in PARTS.finditer(text):
        section = part["heading"] or section
        if part["language"]:
            yield Step(section, part["language"], part["text"])
