"""One table of DynamoDB: items by key, changed under conditions, found by an index."""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from core.aws_client import aws_client
from core.errors import StorageError, StoreUnavailable
from core.storage.breaker import Breaker

Item = dict[str, Any]

CHANGES = 20
"""Times that a change is tried when others change the same item meanwhile."""

BATCH = 100
"""Items that DynamoDB gives by key at once; it takes 25 at once."""


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

    Reads by key are strongly consistent, reads by an index are not. Raises StorageError.
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
            while wanted:
                answer = self._call_plain("batch_get_item", RequestItems={self.name: wanted})
                found += [_item(item) for item in answer["Responses"].get(self.name, [])]
                wanted = answer.get("UnprocessedKeys", {}).get(self.name)
        return found

    def put(self, item: Item) -> None:
        """Insert or replace."""
        self._call("put_item", Item=_wire(item))

    def insert(self, item: Item) -> bool:
        """Insert; false if there is one with this key, which stays as it is."""
        names = {"#key": self._key[-1]}
        return self._if(
            "put_item",
            Item=_wire(item),
            ConditionExpression="attribute_not_exists(#key)",
            ExpressionAttributeNames=names,
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
            time.sleep(random.uniform(0, 0.01 * 2 ** min(attempt, 5)))
        raise StorageError("Too many change the same record at once; try again in a moment.")

    def delete(self, *key: str | int) -> bool:
        """Remove an item; whether there was one."""
        answer = self._call("delete_item", Key=self._of(key), ReturnValues="ALL_OLD")
        return "Attributes" in answer

    def query(
        self, name: str, value: str, *, index: str | None = None, newest_first: bool = False, limit: int = 0
    ) -> Iterator[Item]:
        """The items with this value, in the order of the sort key; all of them unless limited."""
        asked: dict[str, Any] = {
            "KeyConditionExpression": "#name = :value",
            "ExpressionAttributeNames": {"#name": name},
            "ExpressionAttributeValues": {":value": {"S": value}},
            "ScanIndexForward": not newest_first,
            **({"IndexName": index} if index else {"ConsistentRead": True}),
            **({"Limit": limit} if limit else {}),
        }
        return self._paged("query", asked, limit)

    def scan(self) -> Iterator[Item]:
        """Every item; slow and dear, for looking after the table."""
        return self._paged("scan", {"ConsistentRead": True}, 0)

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
        return self._if(
            "put_item",
            Item=_wire(item),
            ConditionExpression="version = :seen" if version else "attribute_not_exists(version)",
            **({"ExpressionAttributeValues": {":seen": {"N": str(version)}}} if version else {}),
        )

    def _if(self, operation: str, **asked: Any) -> bool:
        """Whether a conditional call took effect."""
        try:
            self._call(operation, **asked)
        except ConditionNotMet:
            return False
        return True

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
            raise StorageError("DynamoDB takes no more at the moment; try again in a moment.") from error
        if int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)) >= 500:
            raise StoreUnavailable("DynamoDB cannot answer now; try again in a moment.") from error
        raise StorageError(f"DynamoDB refuses the request ({code}); tell an admin of this bot.") from error
    except BotoCoreError as error:
        raise StoreUnavailable("DynamoDB does not answer; try again in a moment.") from error


THROTTLED = frozenset(
    {"ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingException", "Throttling"}
)


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
    values = {name: deserialize(value) for name, value in sent.items()}
    return {name: int(value) if isinstance(value, Decimal) else value for name, value in values.items()}
