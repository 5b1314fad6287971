"""Messages of sessions in DynamoDB: one item each, in the order of an index."""

import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256

from core.session import Message
from core.storage.dynamodb_table import DynamoDBTable, Item
from core.storage.session_store import Placed, Trace
from core.storage.tables import BY_POSITION

PART = 40_000
"""Characters of a record in one item: 160 KB at most. An item and its copy in the index may have 400 KB
together, so that a single item of a table with such an index holds less than half of that."""

_PARTS = "/parts"
"""Ends the partition of a session's parts; no id of a session has a slash."""


class DynamoDBMessages:
    """One item a message.

    Its attributes: ``session_id``, ``message_id``, ``position`` (20 digits), ``speaker``, ``timestamp`` and
    ``record``, which is the message as JSON. A record of more than ``PART`` characters is cut: the parts are
    items of the partition ``<session_id>/parts`` that stand in no index, under the digest of the whole. They
    are written before the item that names them (``digest``, ``parts``), so that a crash leaves parts that
    nobody reads, never a message without its words.
    """

    def __init__(self, table: DynamoDBTable) -> None:
        self._table = table

    def append(self, session_id: str, message: Message) -> None:
        """Add a message after the last one; one with a known id stays as it is."""
        last = next(self._newest(session_id, 1), None)
        after = int(last["position"]) + 1 if last else 0
        self.put_back(session_id, Placed(max(after, time.time_ns() // 1000), message))

    def put_back(self, session_id: str, placed: Placed) -> None:
        """Add a message at a place; one with a known id stays as it is."""
        message = placed.message
        record = message.model_dump_json()
        about = {"speaker": message.speaker or None, "timestamp": message.timestamp.isoformat()}
        whole: Item = {"record": record}
        if len(record) > PART:
            whole = {"digest": sha256(record.encode()).hexdigest(), "parts": -(-len(record) // PART)}
            for number, key in enumerate(_part_keys(session_id, whole)):
                part = {"record": record[number * PART : (number + 1) * PART], **about}
                self._table.put({**part, "session_id": key[0], "message_id": key[1]})
        own = {"session_id": session_id, "message_id": message.message_id}
        if not self._table.insert({**own, "position": f"{placed.position:020d}", **about, **whole}):
            self._drop_unused(session_id, message.message_id, whole)

    def latest(self, session_id: str, limit: int) -> list[Message]:
        """The last messages, oldest first."""
        if limit <= 0:
            return []
        items = reversed(list(self._newest(session_id, limit)))
        return [placed.message for placed in map(self._placed, items) if placed]

    def history(self, session_id: str) -> Iterator[Placed]:
        """Every message, oldest first."""
        items = self._table.query("session_id", session_id, index=BY_POSITION)
        return (placed for placed in map(self._placed, items) if placed)

    def remove(self, session_id: str, message_ids: Iterable[str]) -> int:
        """Remove messages; how many there were."""
        return sum(self._remove(session_id, message_id) for message_id in message_ids)

    def delete(self, session_id: str) -> int:
        """Remove every message of a session, and parts that a crash left; how many messages."""
        ids = (str(item["message_id"]) for item in self._table.query("session_id", session_id))
        removed = self.remove(session_id, ids)
        for part in self._table.query("session_id", session_id + _PARTS):
            self._table.delete(str(part["session_id"]), str(part["message_id"]))
        return removed

    def traces(self, before: datetime | None = None) -> Iterator[Trace]:
        """All messages, or those from before a moment, and their parts: the whole table is read, by pages."""
        for item in self._table.scan():
            timestamp = datetime.fromisoformat(item["timestamp"])
            if before is None or timestamp < before:
                yield Trace(item["session_id"], item["message_id"], item.get("speaker"), timestamp)

    def _newest(self, session_id: str, limit: int) -> Iterator[Item]:
        return self._table.query("session_id", session_id, index=BY_POSITION, newest_first=True, limit=limit)

    def _placed(self, item: Item) -> Placed | None:
        """The message of an item; None for one whose removal was cut short after its parts."""
        record = item.get("record")
        if record is None:
            parts = [self._table.get(*key) for key in _part_keys(item["session_id"], item)]
            if not all(parts):
                return None
            record = "".join(part["record"] for part in parts if part)
        return Placed(int(item["position"]), Message.model_validate_json(record))

    def _remove(self, session_id: str, message_id: str) -> bool:
        """Whether there was a message; a part is none."""
        item = self._table.get(session_id, message_id)
        for key in _part_keys(session_id, item or {}):
            self._table.delete(*key)
        return self._table.delete(session_id, message_id) and not session_id.endswith(_PARTS)

    def _drop_unused(self, session_id: str, message_id: str, whole: Item) -> None:
        """Remove the parts of a message that was not taken, unless the known one has the same."""
        known = self._table.get(session_id, message_id) or {}
        if known.get("digest") != whole.get("digest"):
            for key in _part_keys(session_id, whole):
                self._table.delete(*key)


def _part_keys(session_id: str, item: Item) -> Iterator[tuple[str, str]]:
    """The keys of an item's parts, in order; an item whose record is whole has none."""
    for number in range(item.get("parts", 0)):
        yield session_id + _PARTS, f"{item['digest']}:{number:04d}"
