"""References in Slack's text: ``<@U1|ann>``, ``<#C1|night-batch>``, ``<!here>``, ``<https://a.example|text>``."""

import re

from adapters.slack.arrivals.cleaning import decoded
from core.chat.fragment import MENTION, Fragment

PATTERN = r"<(?P<reference>[@#!][^<>\n]*|[A-Za-z][A-Za-z0-9+.\-]*:[^<>\n]*)>"
"""Slack escapes every other ``<``."""

_NAMED = re.compile(r"<(?:[@#]|!subteam\^)([A-Z0-9]+)\|[@#]?([^<>|\n]+)>")


def names(text: str) -> dict[str, str]:
    """The names that a text gives for people, groups and channels, by their ids; rich text has ids only."""
    return {match[1]: decoded(match[2]) for match in _NAMED.finditer(text)}


def resolved(reference: str, bot_user: str) -> Fragment:
    """What a person sees in the place of a reference (its inside, without the angle brackets)."""
    target, _, label = (decoded(part) for part in reference.partition("|"))
    if target == f"@{bot_user}":
        return MENTION
    if target[0] in "@#":
        return Fragment("prose", target[0] + (label.lstrip("@#") or target[1:]))
    if target[0] == "!":
        return Fragment("prose", _special(target[1:], label))
    return Fragment("exact", label or target.removeprefix("mailto:").removeprefix("tel:"))


def _special(target: str, label: str) -> str:
    """A group, a date, or everybody in some sense."""
    if target.startswith("date^"):
        return label
    return "@" + (label.lstrip("@") or target.removeprefix("subteam^"))
