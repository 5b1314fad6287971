"""Tenants and the teams in them."""

from dataclasses import dataclass, field

from tests.adapters.teams.connector.payload import JSON


@dataclass(eq=False)
class Tenant:
    """A tenant of Entra; ``service_url`` is where Teams serves its conversations, with a slash at its end."""

    id: str
    name: str
    service_url: str

    @property
    def domain(self) -> str:
        return f"{self.name}.example"


@dataclass(eq=False)
class Team:
    """A team; ``id`` is also the id of its first channel, ``group`` that of its group in Entra.

    ``members`` are the ids that people have for the bot, ``owners`` those that they have in Entra.
    """

    id: str
    name: str
    tenant: Tenant
    group: str
    members: list[str] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)

    def json(self) -> JSON:
        """How events name it."""
        return {"aadGroupId": self.group, "name": self.name, "id": self.id}
