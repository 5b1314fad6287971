"""A person as a workspace knows them."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from adapters.slack.directory.shapes import PersonShape


@dataclass(frozen=True, slots=True)
class Member:
    """``external``: of another organisation. ``limited``: let in as a guest, to one channel or several.

    ``inert``: a bot, or somebody whose account was closed; nobody of flesh and blood acts there.
    """

    email: str
    external: bool
    limited: bool
    inert: bool

    @property
    def guest(self) -> bool:
        """Whether this is a person who does not belong here as the organisation's own people do."""
        return (self.external or self.limited) and not self.inert

    @classmethod
    def of(cls, shape: PersonShape, own: AbstractSet[str]) -> "Member":
        """Somebody, seen from a workspace; ``own`` are the ids of it and of its organisation.

        Slack calls only those strangers with whom no channel is shared: where somebody belongs decides.
        People of other workspaces of the same organisation are no guests.
        """
        return cls(
            email=shape.address,
            external=shape.is_stranger is True or shape.homes.isdisjoint(own),
            limited=bool(shape.is_restricted or shape.is_ultra_restricted),
            inert=bool(shape.is_bot or shape.deleted),
        )
