"""What platforms said about people and channels, for as long as that can be relied on."""

import sqlite3
import time
from collections.abc import Callable
from typing import TypeVar

from core.chat.profile import ChannelProfile, PersonProfile
from core.storage.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS profiles (
    kind TEXT NOT NULL, name TEXT NOT NULL, profile TEXT NOT NULL, at REAL NOT NULL,
    PRIMARY KEY (kind, name));
"""

FRESH_SECONDS = 10 * 60
"""Whoever leaves a group loses its rights that soon."""

KEPT_SECONDS = 24 * 3600
"""How long a platform that gives no answer is taken at its last word."""

Profile = TypeVar("Profile", PersonProfile, ChannelProfile)


class Directory:
    """Profiles by the ``str`` of people and channels. Learning blocks; looking up is from memory."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        self._learned = 0
        database.create(SCHEMA)
        rows = database.read("SELECT * FROM profiles")
        self._people = {row["name"]: _read(PersonProfile, row) for row in rows if row["kind"] == "person"}
        self._channels = {row["name"]: _read(ChannelProfile, row) for row in rows if row["kind"] == "channel"}

    @property
    def state(self) -> tuple[int, int]:
        """Another one whenever something here may have changed, or become too old to count."""
        return self._learned, int(self._clock() // FRESH_SECONDS)

    def person(self, person: str) -> PersonProfile | None:
        """What is known of a person."""
        return self._kept(self._people.get(person))

    def channel(self, channel: str) -> ChannelProfile | None:
        """What is known of a channel."""
        return self._kept(self._channels.get(channel))

    def asks_for_person(self, person: str) -> bool:
        """Whether it is time to ask the platform (again) about a person."""
        return self._is_old(self._people.get(person))

    def asks_for_channel(self, channel: str) -> bool:
        """Whether it is time to ask the platform (again) about a channel."""
        return self._is_old(self._channels.get(channel))

    def learn_person(self, person: str, profile: PersonProfile) -> None:
        """Keep what a platform says of a person."""
        self._people[person] = self._keep("person", person, profile)

    def learn_channel(self, channel: str, profile: ChannelProfile) -> None:
        """Keep what a platform says of a channel."""
        self._channels[channel] = self._keep("channel", channel, profile)

    def forget(self, person: str) -> None:
        """Keep nothing of what is known of a person, until they come again."""
        self._database.write("DELETE FROM profiles WHERE kind = 'person' AND name = ?", (person,))
        self._people.pop(person, None)
        self._learned += 1

    def sweep(self) -> None:
        """Remove what is too old to count."""
        self._database.write("DELETE FROM profiles WHERE at < ?", (self._clock() - KEPT_SECONDS,))

    def _keep(self, kind: str, name: str, profile: Profile) -> tuple[Profile, float]:
        now = self._clock()
        self._database.write(
            "INSERT OR REPLACE INTO profiles VALUES (?, ?, ?, ?)",
            (kind, name, profile.model_dump_json(), now),
        )
        self._learned += 1
        return profile, now

    def _kept(self, known: tuple[Profile, float] | None) -> Profile | None:
        return known[0] if known is not None and self._clock() - known[1] < KEPT_SECONDS else None

    def _is_old(self, known: tuple[Profile, float] | None) -> bool:
        return known is None or self._clock() - known[1] >= FRESH_SECONDS


def _read(model: type[Profile], row: sqlite3.Row) -> tuple[Profile, float]:
    return model.model_validate_json(row["profile"]), row["at"]
