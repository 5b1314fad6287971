"""A person as the platforms show them, and how often they came by."""

from collections import Counter
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, NonNegativeInt

from core.one_line import one_line

NAME = 200
"""Characters of a display name; longer ones are cut."""


def _now() -> datetime:
    return datetime.now(UTC)


class UserRecord(BaseModel):
    """What is known of a person, or what is new of them: records of one person are joined.

    ``user_id`` is a name of the access policy, ``identities`` are the other ones of the same person.
    ``counts`` are numbers by what is counted ("messages", "runs"). A preference that is None is taken back.
    """

    model_config = ConfigDict(frozen=True)

    user_id: str = Field(min_length=1)
    display_name: Annotated[str, BeforeValidator(lambda name: one_line(str(name), NAME))] = ""
    identities: list[str] = Field(default_factory=list)
    first_seen: AwareDatetime = Field(default_factory=_now)
    last_seen: AwareDatetime = Field(default_factory=_now)
    preferences: dict[str, Any] = Field(default_factory=dict)
    counts: dict[str, NonNegativeInt] = Field(default_factory=dict)

    def joined(self, known: "UserRecord | None") -> "UserRecord":
        """This record with what is known: the later name and preferences, and counts added up."""
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
            counts=dict(Counter(known.counts) + Counter(self.counts)),
        )
