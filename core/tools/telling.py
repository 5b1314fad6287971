"""Words for answers: what comes from files is shown as it is and does nothing, numbers have their nouns."""

import re
from collections.abc import Sequence

LONGEST, VALUE = 160, 600
"""Characters of a name and of a value that an answer shows."""

MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&!])")


def code(text: str, longest: int = LONGEST) -> str:
    """A name or value as Markdown code on one line, whatever it contains."""
    shown = text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
    return f"`{clipped(shown.replace('`', chr(39)), longest)}`"


def plain(text: str, longest: int = VALUE) -> str:
    """Text from the files as Markdown that shows it: nothing in it is markup."""
    return MARKUP.sub(r"\\\1", clipped(" ".join(text.split()), longest))


def clipped(text: str, characters: int) -> str:
    """The beginning of a text that is too long, with an ellipsis."""
    return text if len(text) <= characters else f"{text[: characters - 2]} …"


def counted(number: int, singular: str, plural: str = "") -> str:
    """``1 job``, ``2,000 jobs``."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def joined(parts: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def listed(lines: Sequence[str], most: int, elsewhere: str) -> str:
    """A Markdown list of the first lines, and how many more there are elsewhere, in a file say."""
    shown = [f"- {line}" for line in lines[:most]]
    if len(lines) > most:
        shown.append(f"- and {len(lines) - most:,} more, in {elsewhere}")
    return "\n".join(shown)
