"""Permissions: dotted names and addresses in which ``*`` stands for anything."""

import re
from collections.abc import Iterable
from fnmatch import translate
from functools import cache

from core.tools.s3_location import SCHEME

PERMISSIONS = {
    "admin": ["*", "s3://*"],
    "developer": [
        "workflow.*.invoke",
        "workflow.create",
        "artifact.read",
        "artifact.upload",
        "artifact.write",
        "artifact.share",
        "session.read",
        "token.create",
        "context.load",
        "model.use",
        "schedule.create",
        "s3://*",
    ],
    "user": [
        "workflow.*.invoke",
        "artifact.read",
        "artifact.upload",
        "session.read",
        "token.create",
        "model.use",
        "s3://*",
    ],
}
"""What the built-in roles may do, where the channel allows it; a policy can redefine them and add others."""

OBJECTS = re.compile(r"s3://([^/]*\*.*|[^/]+/.+)", re.DOTALL)
"""Patterns that can match the address of an object."""

_NOTHING: re.Pattern[str] = re.compile(r"(?!)")


def matching(patterns: Iterable[str]) -> re.Pattern[str]:
    """All patterns as one expression, for ``fullmatch``; without patterns one that matches nothing."""
    return _expression(tuple(sorted(set(patterns))))


def covers(mine: Iterable[str], theirs: str) -> bool:
    """Whether whoever holds the one holds the other too.

    A star covers a star where it stands. A pattern with other wildcards covers only itself, for these say
    nothing about a star.
    """
    plain = (each for each in mine if not set(each) & set("?[") or each == theirs)
    return any(each == theirs or matching([each]).fullmatch(theirs) for each in plain)


@cache
def _expression(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(_translated, patterns))) if patterns else _NOTHING


def _translated(pattern: str) -> str:
    """One pattern. Whoever may do everything may not therefore read every bucket that the service reaches."""
    return translate(pattern) if pattern.startswith(SCHEME) else f"(?!{SCHEME}){translate(pattern)}"
