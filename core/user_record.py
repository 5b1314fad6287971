"""A person as the platforms show them, and when they came by."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from core.one_line import one_line

NAME = 200
"""Characters of a display name; longer ones are cut."""


def _now() -> datetime:
    return datetime.now(UTC)


class UserRecord(BaseModel):
    """What is known of a person, or what is new of them: records of one person are joined.

    ``user_id`` is a name of the access policy, ``identities`` are the other ones of the same person.
    A preference that is None is taken back. Joining the same record again changes nothing.
    """

    model_config = ConfigDict(frozen=True)

    user_id: str = Field(min_length=1)
    display_name: Annotated[str, BeforeValidator(lambda name: one_line(str(name), NAME))] = ""
    identities: list[str] = Field(default_factory=list)
    first_seen: AwareDatetime = Field(default_factory=_now)
    last_seen: AwareDatetime = Field(default_factory=_now)
    preferences: dict[str, Any] = Field(default_factory=dict)

    def joined(self, known: "UserRecord | None") -> "UserRecord":
        """This record with what is known: the later name and preferences, and all identities."""
        known = known or UserRecord(
            user_id=self.user_id, first_seen=self.first_seen, last_seen=self.first_seen
        )
        earlier, later = sorted((known, self), key=lambda each: each.last_seen)
        preferences = earlier.preferences | later.preferences
        return UserRecord(
            user_id=self.user_id,
            display_name=later.display_name or earlier.display_name,
            identities=list(dict.fromkeys([*known.identities, *self.identities])),
            first_seen=min(known.first_seen, self.first_seen),
            last_seen=later.last_seen,
            preferences={name: value for name, value in preferences.items() if value is not None},
        )
