"""A person as a conversation knows them."""

from dataclasses import dataclass

from adapters.teams.directory.shapes import MemberShape

OWN = frozenset({"", "user", "member", "owner"})
"""Teams' words for people who are no guests; it knows ``guest`` and ``anonymous``, and may learn others."""


@dataclass(frozen=True, slots=True)
class Member:
    """``ids`` are theirs in Entra and for this bot. ``external``: of another organisation.

    ``limited``: let in as a guest, or without being known at all.
    """

    ids: frozenset[str]
    name: str
    email: str
    external: bool
    limited: bool

    @property
    def guest(self) -> bool:
        """Whether they do not belong here as the organisation's own people do."""
        return self.external or self.limited

    @classmethod
    def of(cls, shape: MemberShape, tenant: str) -> "Member":
        """Somebody, seen from a tenant. Nobody belongs to it of whom Teams does not say so."""
        return cls(
            ids=shape.ids,
            name=shape.aad_object_id or shape.object_id or shape.id or "",
            email=shape.address,
            external=shape.tenant_id is not None and shape.tenant_id != tenant,
            limited=shape.tenant_id is None or shape.invited or (shape.user_role or "").lower() not in OWN,
        )
