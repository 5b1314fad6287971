"""Links to artifacts: for a time, with the rights of whom they were made for, and easily taken back."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from secrets import token_urlsafe

from core.access.secret_digest import secret_digest
from core.storage.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS artifact_links (
    digest TEXT PRIMARY KEY, artifact_id TEXT NOT NULL, person TEXT NOT NULL, channel TEXT NOT NULL,
    expires_at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS artifact_links_by_artifact ON artifact_links (artifact_id);
"""

LINK_SECONDS = 7 * 24 * 3600
"""A week: the answer is read by then, and whoever comes later asks anew."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose rights a link has, and where: a person and a channel as the policy names them."""

    person: str
    channel: str


@dataclass(frozen=True, slots=True)
class Linked:
    """What a link leads to; whether it may be read is for whoever opens it to check."""

    artifact_id: str
    holder: Holder


class ArtifactLinks:
    """Blocking calls. Only digests are kept: whoever reads the database cannot open a link with it."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        database.create(SCHEMA)

    def make(self, artifact_id: str, holder: Holder) -> str:
        """A new link's secret, good for a week."""
        secret = token_urlsafe(32)
        self._database.write(
            "INSERT INTO artifact_links VALUES (?, ?, ?, ?, ?)",
            (secret_digest(secret), artifact_id, holder.person, holder.channel, self._clock() + LINK_SECONDS),
        )
        return secret

    def find(self, secret: str) -> Linked | None:
        """What a link leads to, and with whose rights; None if it is unknown, over or taken back."""
        rows = self._database.read(
            "SELECT * FROM artifact_links WHERE digest = ? AND expires_at > ?",
            (secret_digest(secret), self._clock()),
        )
        found = [Linked(row["artifact_id"], Holder(row["person"], row["channel"])) for row in rows]
        return found[0] if found else None

    def take_back(self, artifact_ids: Sequence[str]) -> int:
        """End every link to these artifacts; how many there were."""
        return sum(
            self._database.write(
                "DELETE FROM artifact_links WHERE artifact_id = ? AND expires_at > ?", (each, self._clock())
            )
            for each in artifact_ids
        )

    def forget(self, artifact_ids: Iterable[str]) -> None:
        """Keep nothing of links to these artifacts."""
        with self._database.transaction() as connection:
            ids = [(each,) for each in artifact_ids]
            connection.executemany("DELETE FROM artifact_links WHERE artifact_id = ?", ids)

    def sweep(self) -> None:
        """Remove what is over."""
        self._database.write("DELETE FROM artifact_links WHERE expires_at <= ?", (self._clock(),))
