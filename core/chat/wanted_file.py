"""A file that somebody was asked for."""

from dataclasses import dataclass
from datetime import datetime

from core.chat.question import Question
from core.chat.thread_ref import ThreadRef


@dataclass(frozen=True, slots=True)
class WantedFile:
    """An open question for a file, where it stands, and since when (UTC)."""

    thread: ThreadRef
    question: Question
    asked_at: datetime

    def takes(self, name: str) -> bool:
        """Whether a file with such a name is what was asked for."""
        suffixes = self.question.parameter.suffixes
        return not suffixes or name.lower().endswith(tuple(each.lower() for each in suffixes))
