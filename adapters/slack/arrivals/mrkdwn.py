"""Slack's own markup as fragments; used where a message brings no rich text."""

import re

from adapters.slack.arrivals.cleaning import decoded, unmarked
from adapters.slack.arrivals.references import PATTERN, resolved
from core.chat.fragment import Fragment

_TOKEN = re.compile(rf"```(?P<block>.+?)```|`(?P<code>[^`\n]+)`|{PATTERN}", re.DOTALL)
_REFERENCE = re.compile(PATTERN)


def fragments(text: str, bot_user: str, *, marks: bool) -> list[Fragment]:
    """The pieces of a text. ``marks``: stars and the like stand for bold, and not for themselves."""
    found: list[Fragment] = []
    end = 0
    for token in _TOKEN.finditer(text):
        found.append(_prose(text[end : token.start()], marks=marks))
        found.append(_token(token, bot_user))
        end = token.end()
    return [*found, _prose(text[end:], marks=marks)]


def _prose(text: str, *, marks: bool) -> Fragment:
    return Fragment("prose", decoded(unmarked(text) if marks else text))


def _token(token: re.Match[str], bot_user: str) -> Fragment:
    if token["reference"] is not None:
        return resolved(token["reference"], bot_user)
    if token["block"] is not None:
        return Fragment("block", _code(token["block"].removeprefix("\n").removesuffix("\n")))
    return Fragment("exact", _code(token["code"]))


def _code(text: str) -> str:
    """Code as it was typed: Slack makes links of what looks like one even there."""
    parts, end = [], 0
    for link in _REFERENCE.finditer(text):
        parts += [decoded(text[end : link.start()]), resolved(link["reference"], "").text]
        end = link.end()
    return "".join([*parts, decoded(text[end:])])
