"""What a check has found."""

from dataclasses import dataclass
from typing import Literal

from core.one_line import one_line

Severity = Literal["error", "warning", "note"]
LONGEST = 600


@dataclass(frozen=True, slots=True)
class Finding:
    """An ``error`` breaks the contract, a ``warning`` will surprise somebody, a ``note`` is good to know.

    ``sentence`` says what is found, ``advice`` what to do.
    """

    severity: Severity
    sentence: str
    advice: str

    def __str__(self) -> str:
        return one_line(f"{self.severity}: {self.sentence} {self.advice}", LONGEST)


def error(sentence: str, advice: str) -> Finding:
    """What breaks the contract."""
    return Finding("error", sentence, advice)


def warning(sentence: str, advice: str) -> Finding:
    """What works, and will surprise somebody."""
    return Finding("warning", sentence, advice)


def note(sentence: str, advice: str) -> Finding:
    """What is good to know, and may be as it is."""
    return Finding("note", sentence, advice)
