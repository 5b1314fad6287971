"""All tokens that follow from one another: a family ends as a whole."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from core.access.secret_digest import secret_digest
from core.storage.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS token_families (
    family TEXT PRIMARY KEY, person TEXT NOT NULL, refresh TEXT NOT NULL, expires_at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS token_families_by_person ON token_families (person);
"""

REFRESH_SECONDS = 14 * 24 * 3600
"""Whoever was not here for two weeks says again who they are."""


@dataclass(frozen=True, slots=True)
class Family:
    """The tokens of one person since they last said who they are."""

    id: str
    person: str


class TokenFamilies:
    """Blocking calls; safe for several processes. Only digests are kept, and of one refresh token each."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        database.create(SCHEMA)

    def begin(self, family: Family, refresh_token: str) -> None:
        """A new family with its first refresh token."""
        self._database.write(
            "INSERT INTO token_families VALUES (?, ?, ?, ?)",
            (
                secret_digest(family.id),
                family.person,
                secret_digest(refresh_token),
                self._clock() + REFRESH_SECONDS,
            ),
        )

    def stands(self, family: Family) -> bool:
        """Whether a family has neither ended nor been revoked."""
        return bool(
            self._database.read(
                "SELECT 1 FROM token_families WHERE family = ? AND person = ? AND expires_at > ?",
                (secret_digest(family.id), family.person, self._clock()),
            )
        )

    def renew(self, family: Family, used: str, fresh: str) -> bool:
        """Put a fresh refresh token in the place of the used one.

        One that is not the latest was used before, by its owner or by a thief: then the family ends, and the
        answer is False.
        """
        with self._database.transaction() as connection:
            renewed = connection.execute(
                "UPDATE token_families SET refresh = ?, expires_at = ? WHERE family = ? AND refresh = ?",
                (
                    secret_digest(fresh),
                    self._clock() + REFRESH_SECONDS,
                    secret_digest(family.id),
                    secret_digest(used),
                ),
            ).rowcount
            if not renewed:
                connection.execute("DELETE FROM token_families WHERE family = ?", (secret_digest(family.id),))
        return bool(renewed)

    def end(self, family: Family) -> None:
        """Revoke a family."""
        self._database.write("DELETE FROM token_families WHERE family = ?", (secret_digest(family.id),))

    def end_all(self, person: str) -> int:
        """Revoke all families of a person; how many there were."""
        return self._database.write("DELETE FROM token_families WHERE person = ?", (person,))

    def sweep(self) -> None:
        """Remove what is over."""
        self._database.write("DELETE FROM token_families WHERE expires_at <= ?", (self._clock(),))
