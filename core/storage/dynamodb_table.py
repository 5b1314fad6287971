"""One table of DynamoDB: items by key, changed under conditions, found by an index."""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from core.aws_client import aws_client
from core.aws_problems import THROTTLED
from core.errors import StorageError, StoreUnavailable
from core.storage.breaker import Breaker
from core.storage.tables import Index

Item = dict[str, Any]

CHANGES = 20
"""Times that a change is tried when others change the same item meanwhile."""

BATCH = 100
"""Items that DynamoDB gives by key at once; it takes 25 at once."""

GIVEN = 10
"""Times that items are asked for of which DynamoDB has not given all."""

OWNER = ".dataops-owner"
"""The key of the item that says which deployment a table is of; it has no other attributes of items."""

WRITE = "written_as"
"""The attribute that says which write an item is of, never given to callers."""


class DynamoDB:
    """The connection that the tables share. Calls block; safe for several threads."""

    def __init__(self, region: str) -> None:
        try:
            self.client = aws_client("dynamodb", region, connect=3, read=5, attempts=4)
        except ValueError as error:
            raise StorageError("DynamoDB cannot be used as it is set up; check AWS_REGION.") from error
        self.breaker = Breaker("DynamoDB")

    def table(self, name: str, key: str, sort: str | None = None) -> "DynamoDBTable":
        """The table of this name, with its partition key and sort key."""
        return DynamoDBTable(self, name, (key, sort) if sort else (key,))


class DynamoDBTable:
    """Items are flat mappings of text, whole numbers, booleans and lists of text; ``version`` is the table's.

    Reads by key and by a local index are strongly consistent, others are not. A conditional write whose
    answer was lost, and which botocore makes again therefore, finds its own token in the item and counts as
    done. Raises StorageError.
    """

    def __init__(self, connection: DynamoDB, name: str, key: tuple[str, ...]) -> None:
        self.name = name
        self._connection = connection
        self._key = key

    def get(self, *key: str | int) -> Item | None:
        """The item of a key."""
        answer = self._call("get_item", Key=self._of(key), ConsistentRead=True)
        return _item(answer["Item"]) if "Item" in answer else None

    def get_all(self, keys: Sequence[str]) -> list[Item]:
        """The items that exist, in no order; for tables without a sort key."""
        found: list[Item] = []
        for start in range(0, len(keys), BATCH):
            wanted: Any = {
                "Keys": [self._of((key,)) for key in keys[start : start + BATCH]],
                "ConsistentRead": True,
            }
            found += self._given(wanted)
        return found

    def owner(self, proposed: str) -> str:
        """The id of the deployment that this table is of: the proposed one if there was none."""
        key = (OWNER,) * len(self._key)
        self.insert({**dict(zip(self._key, key, strict=True)), "owner": proposed})
        return str((self.get(*key) or {"owner": proposed})["owner"])

    def put(self, item: Item) -> None:
        """Insert or replace."""
        self._call("put_item", Item=_wire(item))

    def insert(self, item: Item) -> bool:
        """Insert; false if there is one with this key, which stays as it is."""
        names = {"#key": self._key[-1]}
        return self._put_if(
            item, ConditionExpression="attribute_not_exists(#key)", ExpressionAttributeNames=names
        )

    def change(self, changed: Callable[[Item], Item], *key: str | int) -> Item | None:
        """Replace an item by what is made from it, with nobody in between; None if there is none."""
        for attempt in range(CHANGES):
            known = self.get(*key)
            if known is None:
                return None
            version = known.get("version", 0)
            item = {**changed(dict(known)), "version": version + 1}
            if self._replaced(item, version):
                return item
            _pause(attempt)
        raise StorageError("Too many change the same record at once; try again in a moment.")

    def delete(self, *key: str | int) -> bool:
        """Remove an item; whether there was one."""
        answer = self._call("delete_item", Key=self._of(key), ReturnValues="ALL_OLD")
        return "Attributes" in answer

    def query(
        self, name: str, value: str, *, index: Index | None = None, newest_first: bool = False, limit: int = 0
    ) -> Iterator[Item]:
        """The items with this value, in the order of the sort key; all of them unless limited."""
        consistent = index is None or index.local
        asked: dict[str, Any] = {
            "KeyConditionExpression": "#name = :value",
            "ExpressionAttributeNames": {"#name": name},
            "ExpressionAttributeValues": {":value": {"S": value}},
            "ScanIndexForward": not newest_first,
            **({"IndexName": index.name} if index else {}),
            **({"ConsistentRead": True} if consistent else {}),
            **({"Limit": limit} if limit else {}),
        }
        return self._paged("query", asked, limit)

    def scan(self) -> Iterator[Item]:
        """Every item; slow and dear, for looking after the table."""
        items = self._paged("scan", {"ConsistentRead": True}, 0)
        return (item for item in items if item[self._key[0]] != OWNER)

    def _paged(self, operation: str, asked: dict[str, Any], limit: int) -> Iterator[Item]:
        given = 0
        while True:
            answer = self._call(operation, **asked)
            for item in answer["Items"]:
                yield _item(item)
                given += 1
                if given == limit:
                    return
            if "LastEvaluatedKey" not in answer:
                return
            asked["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def _replaced(self, item: Item, version: int) -> bool:
        """Whether the item was still at this version; version 0 is one that has none yet."""
        return self._put_if(
            item,
            ConditionExpression="version = :seen" if version else "attribute_not_exists(version)",
            **({"ExpressionAttributeValues": {":seen": {"N": str(version)}}} if version else {}),
        )

    def _put_if(self, item: Item, **condition: Any) -> bool:
        """Whether an item was put under a condition, be it by an attempt whose answer was lost."""
        token = uuid4().hex
        try:
            self._call("put_item", Item=_wire({**item, WRITE: token}), **condition)
        except ConditionNotMet:
            key = {name: item[name] for name in self._key}
            known = self._call("get_item", Key=_wire(key), ConsistentRead=True).get("Item", {})
            return bool(known.get(WRITE) == {"S": token})
        return True

    def _given(self, wanted: Any) -> Iterator[Item]:
        """What there is of a batch; DynamoDB gives a part where it is busy or all would be too large."""
        for attempt in range(GIVEN):
            answer = self._call_plain("batch_get_item", RequestItems={self.name: wanted})
            yield from map(_item, answer["Responses"].get(self.name, []))
            wanted = answer.get("UnprocessedKeys", {}).get(self.name)
            if not wanted:
                return
            _pause(attempt)
        raise StorageError(BUSY)

    def _of(self, key: Sequence[str | int]) -> Item:
        return _wire(dict(zip(self._key, key, strict=True)))

    def _call(self, operation: str, **asked: Any) -> Any:
        return self._call_plain(operation, TableName=self.name, **asked)

    def _call_plain(self, operation: str, **asked: Any) -> Any:
        with self._connection.breaker.guard(StoreUnavailable), explained(self.name):
            return getattr(self._connection.client, operation)(**asked)


class ConditionNotMet(StorageError):  # noqa: N818 - it says what happened
    """Somebody else was faster, or the item is there already."""


@contextmanager
def explained(table: str) -> Iterator[None]:
    """Raise what botocore raises as StorageError; ``table`` is what was asked."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code == "ConditionalCheckFailedException":
            raise ConditionNotMet("The record has changed meanwhile.") from error
        if code == "ResourceNotFoundException":
            raise StorageError(f"DynamoDB has no table {table}; run dataops init-storage.") from error
        if code in THROTTLED:
            raise StorageError(BUSY) from error
        if int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)) >= 500:
            raise StoreUnavailable("DynamoDB cannot answer now; try again in a moment.") from error
        raise StorageError(f"DynamoDB refuses the request ({code}); tell an admin of this bot.") from error
    except BotoCoreError as error:
        raise StoreUnavailable("DynamoDB does not answer; try again in a moment.") from error


BUSY = "DynamoDB takes no more at the moment; try again in a moment."


def _pause(attempt: int) -> None:
    """Let others be done: longer each time, and not as long as they wait."""
    time.sleep(random.uniform(0, 0.01 * 2 ** min(attempt, 5)))


def _wire(item: Mapping[str, Any]) -> Item:
    """An item as it is sent; what is None is left out."""
    from boto3.dynamodb.types import TypeSerializer  # type: ignore[import-untyped]  # it has no types

    serialize = TypeSerializer().serialize
    return {name: serialize(value) for name, value in item.items() if value is not None}


def _item(sent: Mapping[str, Any]) -> Item:
    """An item as it was given; whole numbers come back as such."""
    from decimal import Decimal

    from boto3.dynamodb.types import TypeDeserializer

    deserialize = TypeDeserializer().deserialize
    values = {name: deserialize(value) for name, value in sent.items() if name != WRITE}
    return {name: int(value) if isinstance(value, Decimal) else value for name, value in values.items()}
