"""Links to artifacts: for a time, with the rights of whom they were made for, and easily taken back."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_urlsafe

from core.access.authorizer import Authorizer
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


class ArtifactLinks:
    """Blocking calls. Only digests are kept: whoever reads the database cannot open a link with it."""

    def __init__(
        self, database: Database, authorizer: Authorizer, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._authorizer = authorizer
        self._clock = clock
        database.create(SCHEMA)

    def make(self, artifact_id: str, holder: Holder) -> str:
        """A new link's secret, good for a week."""
        secret = token_urlsafe(32)
        self._database.write(
            "INSERT INTO artifact_links VALUES (?, ?, ?, ?, ?)",
            (_digest(secret), artifact_id, holder.person, holder.channel, self._clock() + LINK_SECONDS),
        )
        return secret

    def open(self, secret: str) -> str | None:
        """The artifact behind a link; None if it is unknown, over or taken back, or the right has ended."""
        rows = self._database.read(
            "SELECT * FROM artifact_links WHERE digest = ? AND expires_at > ?",
            (_digest(secret), self._clock()),
        )
        if not rows or not self._authorizer.allows(rows[0]["person"], rows[0]["channel"], "artifact.read"):
            return None
        return str(rows[0]["artifact_id"])

    def take_back(self, artifact_ids: Sequence[str]) -> int:
        """End every link to these artifacts; how many there were."""
        return sum(
            self._database.write(
                "DELETE FROM artifact_links WHERE artifact_id = ? AND expires_at > ?", (each, self._clock())
            )
            for each in artifact_ids
        )

    def sweep(self) -> None:
        """Remove what is over."""
        self._database.write("DELETE FROM artifact_links WHERE expires_at <= ?", (self._clock(),))


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "replace")).hexdigest()
