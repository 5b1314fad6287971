"""Common DynamoDB operations; use what you need."""

import random
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, reduce
from operator import and_
from typing import TYPE_CHECKING, Any

from core.aws_client import aws_client
from core.errors import UserFacingError
from core.tools.dynamodb_problems import DynamoDBError, busy, dynamodb_explained
from core.tools.dynamodb_values import Item, from_wire, to_wire

if TYPE_CHECKING:
    from core.settings import Settings

WRITTEN_AT_ONCE = 25
READ_AT_ONCE = 100
"""The most items that DynamoDB takes and gives in one request."""

ATTEMPTS = 8
"""Times in a row that DynamoDB may leave items undone before that is told."""

_TABLE = re.compile(r"[A-Za-z0-9_.:/-]{1,1024}")


class DynamoDBOperations:
    """Items in DynamoDB. A table is its name, or its ARN for one of another account.

    Region and the limit of what is read at once are those of the settings (``AWS_REGION``,
    ``MAX_INPUT_MB``). Credentials and endpoint (``AWS_ENDPOINT_URL_DYNAMODB``) are found as boto3 finds
    them, on first use. The tables in which this service keeps its own are refused. Safe for several threads.

    Items are mappings of text, int, float, Decimal, bool, None, bytes, lists, mappings and sets. Numbers have
    38 digits at most, and come back as int where they are whole, else as float: 1.0 comes back as 1, and of a
    Decimal what a float holds of it. A tuple comes back as a list. Every method raises DynamoDBError, a
    sentence for people, where DynamoDB does not do what was asked, and UserFacingError for a value it does
    not keep.
    """

    def __init__(self, settings: "Settings | None" = None) -> None:
        self._given = settings

    def put_item(self, table: str, item: Mapping[str, Any]) -> None:
        """Keep an item, in place of one with the same key."""
        self._ask("put_item", table, Item=to_wire(item))

    def get_item(self, table: str, key: Mapping[str, Any]) -> Item | None:
        """The item of a whole key, as it is at this moment; None if there is none."""
        answer = self._ask("get_item", table, Key=to_wire(key), ConsistentRead=True)
        return from_wire(answer["Item"]) if "Item" in answer else None

    def delete_item(self, table: str, key: Mapping[str, Any]) -> bool:
        """Remove the item of a whole key; whether there was one."""
        return "Attributes" in self._ask("delete_item", table, Key=to_wire(key), ReturnValues="ALL_OLD")

    def query(self, table: str, key_condition: Any, *, index: str | None = None) -> list[Item]:
        """All items that the condition holds for, in the order of the sort key.

        ``key_condition`` is a mapping of what the key's attributes are (``{"job": "LOAD_GL"}``), or one of
        boto3 (``Key("job").eq("LOAD_GL") & Key("day").gt("2026-11-01")``). Without an ``index`` they are read
        as they are at this moment.
        """
        asked = _condition(key_condition) | ({"IndexName": index} if index else {"ConsistentRead": True})
        return [from_wire(item) for page in self._pages(table, asked) for item in page]

    def batch_put(self, table: str, items: Sequence[Mapping[str, Any]]) -> None:
        """Keep many items, no two of which have the same key.

        They are written 25 at once: of a call that fails some may be kept, and it can be made again.
        """
        requests = [{"PutRequest": {"Item": to_wire(item)}} for item in items]
        for start in range(0, len(requests), WRITTEN_AT_ONCE):
            self._write(table, requests[start : start + WRITTEN_AT_ONCE])

    def batch_get(self, table: str, keys: Sequence[Mapping[str, Any]]) -> list[Item]:
        """The items that there are of these keys, in the order of the keys, each once."""
        wanted = {_mark(wire): wire for wire in map(to_wire, keys)}
        found = dict[Mark, Item]()
        for start in range(0, len(wanted), READ_AT_ONCE):
            for item in self._read(table, list(wanted.values())[start : start + READ_AT_ONCE]):
                found[_mark({name: item[name] for name in next(iter(wanted.values()))})] = from_wire(item)
        return [found[mark] for mark in wanted if mark in found]

    def _write(self, table: str, requests: list[Item]) -> None:
        """Until nothing is left undone."""
        left: Any = {table: requests}
        for attempt in range(ATTEMPTS):
            left = self._ask_plain("batch_write_item", table, RequestItems=left).get("UnprocessedItems")
            if not left:
                return
            _pause(attempt)
        raise busy()

    def _read(self, table: str, keys: list[Item]) -> Iterator[Item]:
        """Until nothing is left undone; an answer that gave some was full, and is no failure."""
        left: Any = {table: {"Keys": keys, "ConsistentRead": True}}
        attempt = 0
        while attempt < ATTEMPTS:
            answer = self._ask_plain("batch_get_item", table, RequestItems=left)
            given = [item for items in answer["Responses"].values() for item in items]
            yield from given
            left = answer.get("UnprocessedKeys")
            if not left:
                return
            if given:
                attempt = 0
                continue
            _pause(attempt)
            attempt += 1
        raise busy()

    def _pages(self, table: str, asked: Item) -> Iterator[list[Item]]:
        """What a query gives, page by page; a page is a megabyte, unless it is the last."""
        for _ in range(self._settings.max_input_mb):
            answer = self._ask("query", table, **asked)
            yield answer["Items"]
            if "LastEvaluatedKey" not in answer:
                return
            asked = asked | {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
        reason = f"that is more of {table} than the {self._settings.max_input_mb} MB I may read at once"
        raise DynamoDBError(reason, "ask for less")

    def _ask(self, operation: str, table: str, **asked: Any) -> Any:
        return self._ask_plain(operation, table, TableName=table, **asked)

    def _ask_plain(self, operation: str, table: str, **asked: Any) -> Any:
        self._require_foreign(table)
        with dynamodb_explained(table):
            return getattr(self._client, operation)(**asked)

    def _require_foreign(self, table: str) -> None:
        """Keep to tables of others: in those of this service lies what people said and made."""
        if not _TABLE.fullmatch(table):
            raise UserFacingError("That is no name of a table of DynamoDB.")
        if table.rpartition("/")[2] in self._own_tables:
            raise DynamoDBError(f"the table {table} is this service's own", "name another one")

    @cached_property
    def _own_tables(self) -> frozenset[str]:
        from core.storage.tables import tables_of

        return frozenset(each.name for each in tables_of(self._settings))

    @cached_property
    def _settings(self) -> "Settings":
        from core.settings import load_settings

        return self._given or load_settings()

    @cached_property
    def _client(self) -> Any:
        region = self._settings.aws_region
        try:
            return aws_client("dynamodb", region, connect=3, read=5, attempts=4)
        except ValueError as error:  # an endpoint that is no address
            raise DynamoDBError("DynamoDB cannot be used as it is set up", "check AWS_REGION") from error


Mark = frozenset[tuple[str, str, Any]]


def _mark(key: Item) -> Mark:
    """A key as it is sent, for comparing: numbers are the same however they are written."""
    return frozenset(
        (name, kind, Decimal(value) if kind == "N" else str(value))
        for name, typed in key.items()
        for kind, value in typed.items()
    )


def _condition(asked: Any) -> Item:
    """A condition as it is sent."""
    from boto3.dynamodb.conditions import ConditionExpressionBuilder, Key  # type: ignore[import-untyped]

    if not asked:
        raise UserFacingError("A query has to say what its key is.")
    if isinstance(asked, Mapping):
        first, *more = [Key(name).eq(value) for name, value in asked.items()]
        asked = reduce(and_, more, first)
    built = ConditionExpressionBuilder().build_expression(asked, is_key_condition=True)
    return {
        "KeyConditionExpression": built.condition_expression,
        "ExpressionAttributeNames": built.attribute_name_placeholders,
        "ExpressionAttributeValues": to_wire(built.attribute_value_placeholders),
    }


def _pause(attempt: int) -> None:
    """Longer each time, and not as long as others: they wait for the same."""
    time.sleep(random.uniform(0, 0.05 * 2**attempt))
