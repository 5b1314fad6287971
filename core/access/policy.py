"""The policy: which roles people have, what roles may do, and what channels allow."""

import re
from itertools import chain
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.chat.thread_ref import ChannelRef
from core.errors import UserFacingError

ROLES = {
    "admin": ["*", "s3://*"],
    "developer": [
        "workflow.*.invoke",
        "workflow.create",
        "artifact.read",
        "artifact.upload",
        "artifact.write",
        "artifact.share",
        "session.read",
        "s3://*",
    ],
    "user": ["workflow.*.invoke", "artifact.read", "artifact.upload", "session.read", "s3://*"],
}
"""What the built-in roles may do, where the channel allows it; a policy can redefine them and add others."""

OBJECTS = re.compile(r"s3://([^/]*\*.*|[^/]+/.+)", re.DOTALL)
"""Patterns that can match the address of an object."""


class Policy(BaseModel):
    """Permissions are dotted names and addresses (``s3://bucket/key``) in which ``*`` stands for anything.

    An address is matched only by a pattern that begins with ``s3://``; a lone ``*`` opens no object.

    ``people`` maps ``platform:tenant:person`` to role names; ``channels`` maps ``platform:tenant:channel`` to
    the permissions that may be used there. Whoever and whatever is not named has no rights.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    roles: dict[str, list[str]] = Field(default_factory=dict)
    people: dict[str, list[str]] = Field(default_factory=dict)
    channels: dict[str, list[str]] = Field(default_factory=dict)

    def permissions_of(self, person: str) -> list[str]:
        """All permissions of a person's roles."""
        roles = ROLES | self.roles
        return [permission for role in self.people.get(person, []) for permission in roles[role]]

    @classmethod
    def load(cls, path: Path) -> "Policy":
        """Read a policy file; raises UserFacingError saying what is wrong with it."""
        try:
            policy = cls.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
        except OSError as error:
            raise UserFacingError(
                f"The policy {path} cannot be read ({error.strerror}); check DATAOPS_POLICY."
            ) from error
        except (yaml.YAMLError, ValidationError, UnicodeDecodeError) as error:
            reason = " ".join(str(error).split())[:300]
            raise UserFacingError(
                f"The policy {path} is not valid: {reason}. Correct it and start again."
            ) from error
        _check(policy, path)
        return policy


def _check(policy: Policy, path: Path) -> None:
    """Refuse role names that are not defined and ids that could never match."""
    known = ROLES.keys() | policy.roles.keys()
    unknown = sorted({role for roles in policy.people.values() for role in roles} - known)
    if unknown:
        raise UserFacingError(
            f"The policy {path} names unknown roles: {', '.join(unknown)}; define them under roles."
        )
    for permission in chain.from_iterable([*policy.roles.values(), *policy.channels.values()]):
        if permission.lower().startswith("s3:") and OBJECTS.fullmatch(permission) is None:
            raise UserFacingError(
                f"The policy {path} names '{permission}', which no object matches; write s3://bucket/prefix/*."
            )
    for reference in [*policy.people, *policy.channels]:
        try:
            ChannelRef.parse(reference)
        except ValueError as error:
            raise UserFacingError(
                f"The policy {path} names '{reference}'; write platform:tenant:id, and a colon inside an id "
                f"as %3A ({error})."
            ) from error
