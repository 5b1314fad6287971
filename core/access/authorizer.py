"""The check that stands at every way in."""

import re
from collections.abc import Iterable
from fnmatch import translate
from functools import cache
from typing import Protocol

from core.access.policy import Policy
from core.errors import AccessRefused
from core.tools.s3_location import SCHEME


class Authorizer(Protocol):
    """Says whether a person may do something in a channel (both given as their ``str``)."""

    def allows(self, person: str, channel: str, permission: str) -> bool:
        """Whether this is allowed; anything unknown is not."""
        ...


class PolicyAuthorizer:
    """A person's right AND the channel's right, from a policy."""

    def __init__(self, policy: Policy) -> None:
        self._people = {person: _compiled(policy.permissions_of(person)) for person in policy.people}
        self._channels = {channel: _compiled(allowed) for channel, allowed in policy.channels.items()}

    def allows(self, person: str, channel: str, permission: str) -> bool:
        """Whether both the person and the channel hold the permission."""
        mine, theirs = self._people.get(person), self._channels.get(channel)
        return bool(mine and theirs and mine.fullmatch(permission) and theirs.fullmatch(permission))

    @property
    def channels(self) -> list[str]:
        """All channels that are named, in the policy's order."""
        return list(self._channels)

    def names(self, person: str) -> bool:
        """Whether a person is named at all, wherever they may do something."""
        return person in self._people

    def knows(self, person: str, channel: str) -> bool:
        """Whether both are named at all; nobody else gets as far as a session."""
        return person in self._people and channel in self._channels


class AllowAll:
    """For graphs called as a library, where the caller is the person."""

    def allows(self, person: str, channel: str, permission: str) -> bool:  # noqa: ARG002 - the answer is fixed
        """Always."""
        return True


def require(authorizer: Authorizer, person: str, channel: str, permission: str) -> None:
    """Raise AccessRefused unless it is allowed."""
    if not authorizer.allows(person, channel, permission):
        raise AccessRefused


def _compiled(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """All patterns as one expression; none if there is nothing to match."""
    return _expression(tuple(sorted(set(patterns))))


@cache
def _expression(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(map(_translated, patterns))) if patterns else None


def _translated(pattern: str) -> str:
    """One pattern. Whoever may do everything may not therefore read every bucket that the service reaches."""
    return translate(pattern) if pattern.startswith(SCHEME) else f"(?!{SCHEME}){translate(pattern)}"
