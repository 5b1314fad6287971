"""Whom a message speaks to: the bot's name is cut off before the words are read."""

import re
from dataclasses import dataclass

BOT_NAME = "dataops"

_BOT = rf"@?{BOT_NAME}(?:[ -]?(?:agent|bot))?(?!\w|[-./]\w)"
_MENTION = r"<@!?[\w-]{1,64}(?:\|[^>]{0,64})?>|<at(?:\s[^>]{0,64})?>[^<]{0,64}</at>"
_LEADING = re.compile(
    rf"^\s*(?:(?P<command>/{BOT_NAME})(?![\w-])|{_MENTION}|{_BOT})[\s,:;!\u2013\u2014-]*", re.IGNORECASE
)
_TRAILING = re.compile(
    rf"[\s,]{{0,3}}(?:{_MENTION}|(?<![\w/])@{BOT_NAME}|,\s*{BOT_NAME})\s*([.!?]*)\s*$", re.IGNORECASE
)
_ONLY_NAME = re.compile(r"^\W*$")


@dataclass(frozen=True, slots=True)
class Addressed:
    """The words without the bot's name; ``explicit`` when they came after a slash command."""

    body: str
    explicit: bool


def strip_addressing(text: str) -> Addressed:
    """Cut off mentions of the bot at both ends; a name inside a sentence stays."""
    explicit = False
    for _ in range(4):  # "<@U1> @dataops /dataops ..." happens when a client adds its own mention
        found = _LEADING.match(text)
        if found is None:
            break
        explicit = explicit or found.group("command") is not None
        text = text[found.end() :]
        if explicit:
            break
    text = _TRAILING.sub(r"\1", text)
    return Addressed("" if explicit and _ONLY_NAME.match(text) else text.strip(), explicit)
