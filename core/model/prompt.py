"""What a model is told: our words from a file, everything from outside between marks."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "prompts"

_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


@dataclass(frozen=True, slots=True)
class Prompt:
    """``system`` are our words, ``human`` are sections of material that is never an instruction."""

    system: str
    human: str

    @property
    def characters(self) -> int:
        """How long both are."""
        return len(self.system) + len(self.human)


@dataclass(frozen=True, slots=True)
class Section:
    """Text from outside, cut at ``limit`` characters; an empty one is left out."""

    name: str
    text: str
    limit: int = 8_000

    def __str__(self) -> str:
        shown = "".join(map(_readable, self.text[: self.limit])).translate(_ESCAPED)
        return f"<{self.name}>\n{shown}\n</{self.name}>"


def prompt(name: str, sections: Iterable[Section]) -> Prompt:
    """The prompt of a file under ``prompts/`` about these sections."""
    return Prompt(_words(name), "\n\n".join(str(each) for each in sections if each.text.strip()))


@cache
def _words(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def _readable(character: str) -> str:
    """A character; what no person sees (controls, direction marks, half pairs) becomes a blank."""
    return character if character == "\n" or character.isprintable() else " "
