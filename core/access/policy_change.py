"""A change of the policy, made in a chat: who, when, why, and what it makes of a policy."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from core.access.binding import Binding
from core.access.policy import Policy
from core.errors import UserFacingError

Verb = Literal["grant", "revoke", "bind", "unbind", "disable", "enable"]
Holders = Literal["people", "groups", "domains"]


class PolicyChange(BaseModel):
    """What is to be changed.

    ``grant`` and ``revoke`` give and take the roles ``values`` of the ``subject``, a name under ``holders``.
    ``bind`` and ``unbind`` do so with what a channel (``subject``) allows; unbinding without values takes the
    whole channel out. ``disable`` and ``enable`` are about the workflow ``subject``.
    """

    model_config = ConfigDict(frozen=True)

    verb: Verb
    subject: str
    values: tuple[str, ...] = ()
    holders: Holders = "people"

    def applied_to(self, policy: Policy) -> Policy:
        """The policy with this change; raises UserFacingError where that is no policy."""
        content = policy.model_dump() | _CHANGES[self.verb](self, policy)
        try:
            return Policy.model_validate(content)
        except ValidationError as error:
            said = error.errors()[0]["msg"].removeprefix("Value error, ")
            raise UserFacingError(f"That cannot be: {said}.") from error


class MadeChange(BaseModel):
    """A change that was made; ``number`` counts from 1, ``at`` is in UTC."""

    model_config = ConfigDict(frozen=True)

    number: int
    at: datetime
    by: str
    why: str
    change: PolicyChange


def _granted(change: PolicyChange, policy: Policy) -> dict[str, object]:
    held: dict[str, list[str]] = getattr(policy, change.holders)
    roles = list(dict.fromkeys([*held.get(change.subject, []), *change.values]))
    return {change.holders: held | {change.subject: roles}}


def _revoked(change: PolicyChange, policy: Policy) -> dict[str, object]:
    held: dict[str, list[str]] = getattr(policy, change.holders)
    left = [role for role in held.get(change.subject, []) if role not in change.values]
    others = {name: roles for name, roles in held.items() if name != change.subject}
    return {change.holders: others | ({change.subject: left} if left else {})}


def _bound(change: PolicyChange, policy: Policy) -> dict[str, object]:
    known = policy.channels.get(change.subject, Binding())
    allow = list(dict.fromkeys([*known.allow, *change.values]))
    return _channels(policy, change.subject, known.model_copy(update={"allow": allow}))


def _unbound(change: PolicyChange, policy: Policy) -> dict[str, object]:
    known = policy.channels.get(change.subject, Binding())
    left = [each for each in known.allow if change.values and each not in change.values]
    return _channels(policy, change.subject, known.model_copy(update={"allow": left}) if left else None)


def _channels(policy: Policy, channel: str, binding: Binding | None) -> dict[str, object]:
    """The channels with one in another way, or without it; the others keep their order."""
    changed = dict(policy.channels)
    changed.pop(channel, None) if binding is None else changed.update({channel: binding})
    return {"channels": {name: each.model_dump() for name, each in changed.items()}}


def _disabled(change: PolicyChange, policy: Policy) -> dict[str, object]:
    return {"disabled": sorted({*policy.disabled, change.subject})}


def _enabled(change: PolicyChange, policy: Policy) -> dict[str, object]:
    return {"disabled": [each for each in policy.disabled if each != change.subject]}


_CHANGES: dict[Verb, Callable[[PolicyChange, Policy], dict[str, object]]] = {
    "grant": _granted,
    "revoke": _revoked,
    "bind": _bound,
    "unbind": _unbound,
    "disable": _disabled,
    "enable": _enabled,
}
