"""Records of people in DynamoDB."""

from datetime import datetime

from core.storage.dynamodb_table import DynamoDBTable, Item
from core.storage.timestamps import as_text
from core.user_record import UserRecord


class DynamoDBUsers:
    """Keeps the protocol of ``UserRecords``; the table's key is ``user_id``.

    What asks for a moment reads the whole table.
    """

    def __init__(self, table: DynamoDBTable) -> None:
        self._table = table

    def add(self, user: UserRecord) -> UserRecord:
        """Join the record with what is known of the person, with nobody in between; the result."""
        while not self._table.insert(_item(user.joined(None))):
            kept = self._table.change(lambda known: _item(user.joined(_user(known))), user.user_id)
            if kept is not None:
                return _user(kept)
        return user.joined(None)

    def get(self, user_id: str) -> UserRecord | None:
        """One record, if it exists."""
        item = self._table.get(user_id)
        return _user(item) if item else None

    def since(self, moment: datetime) -> list[UserRecord]:
        """The people seen from a moment on, the latest first."""
        limit = as_text(moment)
        found = [_user(item) for item in self._table.scan() if item["last_seen"] >= limit]
        return sorted(found, key=lambda each: each.last_seen, reverse=True)

    def forget_person(self, user_id: str) -> int:
        """Remove a person; how many records there were."""
        return int(self._table.delete(user_id))

    def delete_before(self, moment: datetime) -> int:
        """Remove the people last seen before; how many there were."""
        limit = as_text(moment)
        old = [item["user_id"] for item in self._table.scan() if item["last_seen"] < limit]
        return sum(map(self._table.delete, old))


def _item(user: UserRecord) -> Item:
    return {
        "user_id": user.user_id,
        "last_seen": as_text(user.last_seen),
        "record": user.model_dump_json(),
    }


def _user(item: Item) -> UserRecord:
    return UserRecord.model_validate_json(item["record"])
