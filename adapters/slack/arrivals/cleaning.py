"""Text as a person meant it, without what Slack puts into it."""

import re

_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_ENTITY = re.compile("&(?:amp|lt|gt);")

_BEFORE, _AFTER = r"(?<![^\s(\[\"'])", r"(?![^\s.,;:!?)\]\"'])"
_MARKS = re.compile(
    rf"{_BEFORE}(?:\*([^\W_](?:[^*\n]*[^\s_*])?)\*|_([^\W_](?:[^_\n]*[^\s_])?)_|~([^\W_](?:[^~\n]*[^\s_~])?)~)"
    rf"{_AFTER}"
)
"""Bold, italic and strike marks around whole words: ``GL_*``, ``LOAD_GL_`` and ``*.sql`` are names."""


def decoded(text: str) -> str:
    """The three entities that Slack escapes, once: ``&amp;lt;`` is what somebody typed as ``&lt;``."""
    return _ENTITY.sub(lambda entity: _ENTITIES[entity[0]], text)


def unmarked(text: str) -> str:
    """The text without marks for bold, italic and strike."""
    return _MARKS.sub(lambda marked: marked[1] or marked[2] or marked[3], text)
