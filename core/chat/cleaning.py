"""Text as a person meant it, without what keyboards put into it."""

import re

_STRAIGHT = str.maketrans(
    dict.fromkeys("\u201c\u201d\u201e\u201f", '"')
    | dict.fromkeys("\u2018\u2019\u201a\u201b", "'")
    | dict.fromkeys("\u00a0\u2007\u202f", " ")
    | dict.fromkeys("\u2028\u2029", "\n")
    | dict.fromkeys("\u00ad\u180e\u200b\u2060\ufeff")
)
"""Quotes and spaces that keyboards put in for plain ones, and characters that nobody sees."""

_JOINER = re.compile("(?<![^\0-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\0-\x7f])")
"""Joiners stay between two characters beyond ASCII: Persian words and many emoji need them."""


def wellformed(text: str) -> str:
    """The text without what no database takes: lone surrogates and NUL become U+FFFD."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\0", "\ufffd").replace("\r\n", "\n")


def tidy(prose: str) -> str:
    """Straight quotes, plain spaces, nothing invisible; never for code."""
    return _JOINER.sub("", prose.translate(_STRAIGHT))
