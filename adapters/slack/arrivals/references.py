"""References in Slack's text: ``<@U1|ann>``, ``<#C1|night-batch>``, ``<!here>``, ``<https://a.example|text>``."""

import re

from adapters.slack.arrivals.cleaning import decoded
from core.chat.fragment import MENTION, Fragment

PATTERN = r"<(?P<reference>[@#!][^<>\n]*|[A-Za-z][A-Za-z0-9+.\-]*:[^<>\n]*)>"
"""Slack escapes every other ``<``."""

PERSON = re.compile("[UW][A-Z0-9]{1,40}")
USER_GROUP = re.compile("S[A-Z0-9]{1,40}")
CHANNEL = re.compile("[CG][A-Z0-9]{1,40}")
"""Slack's ids of what a message can name."""

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
        shape = PERSON if target[0] == "@" else CHANNEL
        return Fragment("prose", target[0] + (label.lstrip("@#") or target[1:]), identity(shape, target[1:]))
    if target[0] == "!":
        group = identity(USER_GROUP, target.removeprefix("!subteam^"))
        return Fragment("prose", _special(target[1:], label), group)
    return Fragment("exact", label or target.removeprefix("mailto:").removeprefix("tel:"))


def identity(shape: re.Pattern[str], target: str) -> str:
    """An id that looks as it has to; empty for anything else."""
    return target if shape.fullmatch(target) else ""


def _special(target: str, label: str) -> str:
    """A group, a date, or everybody in some sense."""
    if target.startswith("date^"):
        return label
    return "@" + (label.lstrip("@") or target.removeprefix("subteam^"))
