"""Who may do what where, as things stand at this moment."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from core.access.binding import Binding
from core.access.directory import Directory
from core.access.permissions import matching
from core.access.policy import Policy

_REMEMBERED = 20_000
"""Pairs of person and channel whose rights are kept worked out."""

_INVOKE = re.compile(r"workflow\.(.+)\.invoke")


class Authorizer(Protocol):
    """Says whether a person may do something in a channel (both given as their ``str``)."""

    def allows(self, person: str, channel: str, permission: str) -> bool:
        """Whether this is allowed; anything unknown is not."""
        ...

    def shows(self, person: str, channel: str, *classes: str) -> bool:
        """Whether a person may read an artifact of these classes (its kind and type) there."""
        ...

    def versions(self, channel: str) -> Mapping[str, str]:
        """The versions of workflows that are run there in the place of the default, by name."""
        ...


@dataclass(frozen=True, slots=True)
class _Rights:
    """What a person may do in a channel: what both sides allow."""

    mine: re.Pattern[str]
    theirs: re.Pattern[str]
    artifacts: re.Pattern[str]


class PolicyAuthorizer:
    """A person's right AND the channel's right, from the policy as it is now and what platforms said."""

    def __init__(self, policy: Callable[[], Policy], directory: Directory) -> None:
        self._current = policy
        self._directory = directory
        self._made_of: tuple[Policy, object] | None = None
        self._rights: dict[tuple[str, str], _Rights | None] = {}

    def allows(self, person: str, channel: str, permission: str) -> bool:
        """Whether both the person and the channel hold the permission, and the workflow is not disabled."""
        rights = self._of(person, channel)
        if rights is None or not (rights.mine.fullmatch(permission) and rights.theirs.fullmatch(permission)):
            return False
        disabled = self.policy.disabled
        invoked = _INVOKE.fullmatch(permission) if disabled else None
        return invoked is None or invoked[1] not in disabled

    def shows(self, person: str, channel: str, *classes: str) -> bool:
        """Whether a person may read an artifact there, and the channel takes one of its classes."""
        rights = self._of(person, channel)
        if rights is None or not self.allows(person, channel, "artifact.read"):
            return False
        return any(rights.artifacts.fullmatch(each) for each in classes)

    def versions(self, channel: str) -> Mapping[str, str]:
        """What the policy says for all channels, and what the channel's binding says instead."""
        binding, everywhere = self.binding_of(channel), self.policy.versions
        return everywhere | binding.versions if binding is not None and binding.versions else everywhere

    @property
    def policy(self) -> Policy:
        """The policy as it is now."""
        return self._current()

    @property
    def channels(self) -> list[str]:
        """All channels that are named, in the policy's order."""
        return list(self.policy.channels)

    def names(self, person: str) -> bool:
        """Whether a person is named or has a role, wherever they may do something."""
        named = any(name in self.policy.people for name in self.policy.names_of(person))
        return named or bool(self.roles_of(person))

    def knows(self, person: str, channel: str) -> bool:
        """Whether both are somebody here; nobody else gets as far as a session.

        Somebody or something that the platform was not asked about lately may be.
        """
        return self._may_be_somebody(person) and self._may_be_open(channel)

    def lets_in(self, person: str, channel: str) -> bool:
        """Whether both are somebody here, as far as the platform has told."""
        return self.names(person) and self.binding_of(channel) is not None

    def roles_of(self, person: str) -> list[str]:
        """The roles that a person has now."""
        return self.policy.roles_of(person, self._directory.person(person))

    def binding_of(self, channel: str) -> Binding | None:
        """What may be done in a channel now."""
        return self.policy.binding_of(channel, self._directory.channel(channel))

    def _may_be_somebody(self, person: str) -> bool:
        return self.names(person) or (self.policy.reads_people and self._directory.asks_for_person(person))

    def _may_be_open(self, channel: str) -> bool:
        unasked = self.policy.reads_channels and self._directory.asks_for_channel(channel)
        return unasked or self.binding_of(channel) is not None

    def _of(self, person: str, channel: str) -> _Rights | None:
        self._renew()
        pair = (person, channel)
        if pair not in self._rights:
            if len(self._rights) >= _REMEMBERED:
                self._rights.clear()
            self._rights[pair] = self._worked_out(person, channel)
        return self._rights[pair]

    def _worked_out(self, person: str, channel: str) -> _Rights | None:
        policy = self.policy
        binding = self.binding_of(channel)
        roles = [role for role in self.roles_of(person) if binding is not None and binding.counts(role)]
        if binding is None or not roles:
            return None
        return _Rights(
            matching(policy.permissions_of(roles)), matching(binding.allow), matching(binding.artifacts)
        )

    def _renew(self) -> None:
        """Forget what was worked out from another policy or directory."""
        policy, known = self.policy, self._directory.state
        if self._made_of is None or self._made_of[0] is not policy or self._made_of[1] != known:
            self._made_of = (policy, known)
            self._rights.clear()


class AllowAll:
    """For graphs called as a library, where the caller is the person."""

    def allows(self, person: str, channel: str, permission: str) -> bool:  # noqa: ARG002 - the answer is fixed
        """Always."""
        return True

    def shows(self, person: str, channel: str, *classes: str) -> bool:  # noqa: ARG002 - the answer is fixed
        """Always."""
        return True

    def versions(self, channel: str) -> Mapping[str, str]:  # noqa: ARG002 - the answer is fixed
        """The defaults."""
        return {}
