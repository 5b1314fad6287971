"""What a channel knows: one set of artifacts of each kind, pinned for everybody there."""

from collections.abc import Collection
from datetime import UTC, datetime

from pydantic import BaseModel, Field

from core.storage.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS pins (
    channel TEXT NOT NULL, kind TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (channel, kind));
"""


class Pin(BaseModel):
    """Artifacts of one kind that a channel keeps at hand; ``pinned_at`` is in UTC."""

    channel: str
    kind: str
    artifact_ids: list[str]
    names: list[str]
    pinned_by: str
    pinned_at: datetime = Field(default_factory=lambda: datetime.now(UTC))


class PinBoard:
    """Pins by channel and kind; pinning again replaces."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.create(SCHEMA)

    def pin(self, pin: Pin) -> None:
        """Pin, in place of what was pinned of this kind."""
        self._database.write(
            "INSERT OR REPLACE INTO pins VALUES (?, ?, ?)", (pin.channel, pin.kind, pin.model_dump_json())
        )

    def renew(self, pin: Pin, artifact_ids: list[str]) -> None:
        """Put newer copies in the place of a pin's artifacts, unless the pin was changed meanwhile."""
        renewed = pin.model_copy(update={"artifact_ids": artifact_ids})
        with self._database.transaction() as connection:
            if self.get(pin.channel, pin.kind) == pin:
                connection.execute(
                    "UPDATE pins SET record = ? WHERE channel = ? AND kind = ?",
                    (renewed.model_dump_json(), pin.channel, pin.kind),
                )

    def unpin(self, channel: str, kind: str) -> bool:
        """Take a pin away; false if there was none."""
        return self._database.write("DELETE FROM pins WHERE channel = ? AND kind = ?", (channel, kind)) == 1

    def drop(self, artifact_ids: Collection[str]) -> None:
        """Take the pins of artifacts away that are gone."""
        gone = set(artifact_ids)
        for pin in self._all():
            if gone & set(pin.artifact_ids):
                self.unpin(pin.channel, pin.kind)

    def pinned(self) -> set[str]:
        """The ids of all artifacts that are pinned anywhere."""
        return {artifact_id for pin in self._all() for artifact_id in pin.artifact_ids}

    def get(self, channel: str, kind: str) -> Pin | None:
        """The pin of a kind, if any."""
        return next((pin for pin in self.of_channel(channel) if pin.kind == kind), None)

    def _all(self) -> list[Pin]:
        rows = self._database.read("SELECT record FROM pins")
        return [Pin.model_validate_json(row["record"]) for row in rows]

    def of_channel(self, channel: str) -> list[Pin]:
        """All pins of a channel, by kind."""
        rows = self._database.read("SELECT record FROM pins WHERE channel = ? ORDER BY kind", (channel,))
        return [Pin.model_validate_json(row["record"]) for row in rows]
