"""A piece of a message, whichever way a platform describes the message."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece.

    ``prose`` is what somebody wrote and may be tidied; ``exact`` (code in a line, a link) and ``block`` (a
    fenced block) stay as they are; ``mention`` is the bot's own name. ``reference`` is the id of the person,
    group or channel that the platform says the text stands for.
    """

    kind: Literal["prose", "exact", "block", "mention"]
    text: str = ""
    reference: str = ""


MENTION = Fragment("mention")
NEW_LINE = Fragment("prose", "\n")
