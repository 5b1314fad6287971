"""In which other channels somebody let an artifact be read."""

from collections.abc import Iterable

from core.storage.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS artifact_shares (
    artifact_id TEXT NOT NULL, channel TEXT NOT NULL, PRIMARY KEY (artifact_id, channel));
"""


class ArtifactShares:
    """Channels by artifact. Blocking calls."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.create(SCHEMA)

    def share(self, artifact_ids: Iterable[str], channel: str) -> None:
        """Let artifacts be read in a channel too, by whoever may read there."""
        for artifact_id in artifact_ids:
            self._database.write(
                "INSERT OR IGNORE INTO artifact_shares VALUES (?, ?)", (artifact_id, channel)
            )

    def forget(self, artifact_ids: Iterable[str]) -> None:
        """Keep nothing of where these artifacts were shared."""
        with self._database.transaction() as connection:
            ids = [(each,) for each in artifact_ids]
            connection.executemany("DELETE FROM artifact_shares WHERE artifact_id = ?", ids)

    def channels(self, artifact_id: str) -> list[str]:
        """The channels that an artifact was shared with."""
        rows = self._database.read(
            "SELECT channel FROM artifact_shares WHERE artifact_id = ? ORDER BY channel", (artifact_id,)
        )
        return [row["channel"] for row in rows]
