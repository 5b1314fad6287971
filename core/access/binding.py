"""What may be done in a channel."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.access.permissions import OBJECTS


class Binding(BaseModel):
    """``allow`` are the permissions that may be used there; a bare list of them is a binding too.

    ``roles`` are the roles that count there (all, unless given). ``artifacts`` are the classes of artifacts
    that may be read there, as patterns of their kind or type (``result``, ``debug``, ``listing`` …).
    ``versions`` are the versions of workflows, by name, that are run there in the place of the policy's.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    allow: list[str] = Field(default_factory=list)
    roles: list[str] | None = None
    artifacts: list[str] = Field(default=["*"])
    versions: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, given: Any) -> Any:
        return {"allow": given} if isinstance(given, list) else given

    def counts(self, role: str) -> bool:
        """Whether the rights of a role count there."""
        return self.roles is None or role in self.roles


def impossible(patterns: list[str]) -> str | None:
    """The first pattern that looks like the address of an object and matches none."""
    addresses = (each for each in patterns if each.lower().startswith("s3:"))
    return next((each for each in addresses if OBJECTS.fullmatch(each) is None), None)
