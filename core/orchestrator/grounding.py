"""Whether a text that a model wrote says nothing that an answer does not say."""

import re

from core.orchestrator.lexical.english import NUMBER_WORDS

_TOKEN = re.compile(r"[\w.#@:/\\$%&+-]*\w")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_NAME = re.compile(r".*[\d_#:/\\$.]|\w+.*[A-Z]|.+-.*[A-Z]", re.DOTALL)
"""A token with something in it that plain words do not have, after its first letter."""

_NEVER = re.compile(r"://|[<>@\[\]|{}\\]|www\.|\bmailto:", re.IGNORECASE)
"""What a paragraph of plain words does not need: links, mentions, tables and markup."""

_LONGEST_WORD = 24
"""Letters of what can be a plain word."""

_COUNTING = NUMBER_WORDS | {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000}


def is_grounded(text: str, source: str) -> bool:
    """Whether every number and every name in the text stands in the source, and there is no markup in it.

    Names are told by what plain words do not have: capitals, digits, underscores, dots. Whether a sentence
    of such words is true, nobody can check this way.
    """
    if _NEVER.search(text):
        return False
    known, numbers = set(_tokens(source)), set(_numbers(source))
    return all(_is_known(token, known, numbers) for token in _tokens(text))


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _numbers(text: str) -> list[str]:
    """The numbers in figures, without separators of thousands, and those in words."""
    figures = (re.sub(r",(?=\d{3})", "", found) for found in _NUMBER.findall(text))
    words = (str(_COUNTING[word]) for word in re.findall(r"[a-z]+", text.lower()) if word in _COUNTING)
    return [*figures, *words]


def _is_known(token: str, known: set[str], numbers: set[str]) -> bool:
    if token in known:
        return True
    if _NUMBER.fullmatch(token.rstrip("%")) or token.lower() in _COUNTING:
        return all(number in numbers for number in _numbers(token))
    parts = token.split("-")
    if len(parts) > 2 or len(token) > _LONGEST_WORD:  # "load-bearing" is prose, what has more is made up
        return False
    return not any(map(_NAME.match, parts)) and not _is_shouted(token)


def _is_shouted(token: str) -> bool:
    """Capitals alone are a name; a single one ("A job …") is not."""
    return len(token) > 1 and token.isupper()
