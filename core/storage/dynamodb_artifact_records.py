"""Records of artifacts in DynamoDB."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import orjson

from core.artifact import Artifact
from core.errors import StorageError
from core.storage.artifact_records import Fields
from core.storage.dynamodb_table import DynamoDBTable, Item
from core.storage.tables import BY_SESSION

LARGEST = 390_000
"""Bytes of an item; DynamoDB takes 400 KB, names and all."""


class DynamoDBArtifactRecords:
    """One item an artifact. Reads by session are not consistent: what is a moment old may be missing."""

    def __init__(self, table: DynamoDBTable) -> None:
        self._table = table

    def owner(self, proposed: str) -> str:
        """The id of the deployment that the table is of: the proposed one if there was none."""
        return self._table.owner(proposed)

    def insert(self, artifact: Artifact) -> bool:
        """Insert; false if there is one with this id, which stays as it is."""
        return self._table.insert(_item(artifact))

    def load(self, artifact_id: str) -> Artifact | None:
        """One record, if it exists."""
        item = self._table.get(artifact_id)
        return _artifact(item) if item else None

    def change(self, artifact_id: str, fields: Fields) -> Artifact | None:
        """Set fields, with nobody in between; the record as it is then, None for an unknown id."""

        def changed(item: Item) -> Item:
            known = _artifact(item)
            return _item(known.model_copy(update=fields(known)))

        item = self._table.change(changed, artifact_id)
        return _artifact(item) if item else None

    def delete(self, artifact_id: str) -> bool:
        """Remove a record; whether there was one."""
        return self._table.delete(artifact_id)

    def of_session(self, session_id: str) -> list[Artifact]:
        """A session's records, oldest first."""
        found = self._table.query("session_id", session_id, index=BY_SESSION) if session_id else ()
        return [_artifact(item) for item in found]

    def load_all(self, artifact_ids: Sequence[str]) -> dict[str, Artifact]:
        """The records that exist, by id."""
        found = map(_artifact, self._table.get_all(list(dict.fromkeys(artifact_ids))))
        return {artifact.artifact_id: artifact for artifact in found}

    def every(self) -> Iterator[Artifact]:
        """All records, in no order; others may be written meanwhile."""
        return map(_artifact, self._table.scan())


def _item(artifact: Artifact) -> Item:
    """The record as one flat item: ``version`` is the table's, and what is empty is left out."""
    fields = artifact.model_dump(mode="json")
    item = {
        **{name: value for name, value in fields.items() if value not in ("", None)},
        "created_at": artifact.created_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "s3_key": fields["key"],
        "content_version": fields["version"],
        "versions": [orjson.dumps(each).decode() for each in fields["versions"]],
        "origin": orjson.dumps(fields["origin"]).decode() if artifact.origin else None,
        "ttl": int(artifact.ttl.timestamp()) if artifact.ttl else None,
    }
    for name in ("key", "version"):
        del item[name]
    if len(orjson.dumps(item)) > LARGEST:
        raise StorageError("An artifact has more versions or relations than its record holds; store it anew.")
    return item


def _artifact(item: Item) -> Artifact:
    """The record of an item."""
    return Artifact.model_validate(
        {
            "session_id": "",
            "workflow_name": "",
            "name": "",
            **item,
            "key": item["s3_key"],
            "version": item["content_version"],
            "versions": [orjson.loads(each) for each in item["versions"]],
            "origin": orjson.loads(item["origin"]) if item.get("origin") else None,
            "ttl": datetime.fromtimestamp(item["ttl"], UTC) if item.get("ttl") else None,
        }
    )
