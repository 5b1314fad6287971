"""A conversation within a budget, without a model: its end word for word, of the rest what matters."""

import re
from collections.abc import Iterator, Sequence

from core.session import Message

CHARACTERS_PER_TOKEN = 4
_VERBATIM = 2 / 3
"""The part of the budget that the latest messages may take while older ones have something to say."""

_LONGEST = 200
"""Characters of a line that is taken out of an older message."""

_READ = 20_000
"""Characters of a message that are looked at."""

_BETWEEN = re.compile(r"(?<=[.!?])\s+|\n+")
_PARAMETER = re.compile(r"(?<!\S)[A-Za-z][\w.-]{0,60}=\S{1,120}")


def summarized(messages: Sequence[Message], max_tokens: int) -> str:
    """The messages, oldest first, in at most four characters a token; empty only without words or budget.

    What does not fit word for word is taken out of older messages, the newest first: artifacts, findings of
    workflows, questions and parameters. Of a newest message beyond the budget the beginning is kept.
    """
    budget = max_tokens * CHARACTERS_PER_TOKEN
    latest = _ending(messages, budget)
    if len(latest) == len(messages):
        return "\n".join(latest)[:budget]
    short = _ending(messages, int(budget * _VERBATIM))
    older = _extracts(messages[: len(messages) - len(short)], budget - _length(short))
    return "\n".join([*older, *short] if older else latest)[:budget]


def _ending(messages: Sequence[Message], budget: int) -> list[str]:
    """The last messages that fit, at least one."""
    lines: list[str] = []
    for message in reversed(messages):
        line = f"{message.speaker or message.role}: {message.content}"
        if lines and _length([line, *lines]) > budget:
            break
        lines.insert(0, line)
    return lines


def _extracts(messages: Sequence[Message], budget: int) -> list[str]:
    """What matters of some messages, the newest first as far as it fits; in the order of the messages."""
    lines: list[str] = []
    for message in reversed(messages):
        matters = "; ".join(dict.fromkeys(_matters(message)))
        line = f"{message.speaker or message.role} (earlier): {_shortened(matters)}"
        if matters and _length([line, *lines]) + 1 <= budget:
            lines.insert(0, line)
    return lines


def _matters(message: Message) -> Iterator[str]:
    """The artifacts of a message, the finding of an answer, questions and parameters."""
    if message.artifacts:
        yield f"artifacts {', '.join(message.artifacts)}"
    content = message.content[:_READ]
    sentences = [" ".join(found.split()) for found in _BETWEEN.split(content) if found.strip()]
    if message.role == "assistant" and message.workflow:
        yield from sentences[:1]
    yield from (each for each in sentences if each.endswith("?"))
    yield from _PARAMETER.findall(content)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _length(lines: Sequence[str]) -> int:
    return sum(len(line) + 1 for line in lines) - 1 if lines else 0
