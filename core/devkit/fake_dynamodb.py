"""DynamoDB in memory: the kit's own DynamoDBOperations, on a fake of the connection."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from core.devkit.faults import Fault, Faults, refused
from core.settings import Settings
from core.tools.dynamodb_operations import DynamoDBOperations
from core.tools.dynamodb_values import Item, from_wire

_TERM = re.compile(
    r"begins_with\((?P<start_name>#\w+), (?P<start>:\w+)\)"
    r"|(?P<between_name>#\w+) BETWEEN (?P<low>:\w+) AND (?P<high>:\w+)"
    r"|(?P<name>#\w+) (?P<sign><=|>=|=|<|>) (?P<value>:\w+)"
)
"""A part of a condition, as boto3 writes it."""


class FakeDynamoDB(DynamoDBOperations):
    """Give it the tables, with the names of the attributes of their key: ``{"loads": ["job", "day"]}``.

    An index is a table's further key: ``{"loads/by_day": ["day"]}``. It fails with ``fails``, each time or so
    many ``times``, and from ``fail(…)`` on. Values and the sentences for people are those of the real one.
    """

    def __init__(
        self,
        tables: Mapping[str, Sequence[str]],
        *,
        fails: Fault | None = None,
        times: int | None = None,
    ) -> None:
        super().__init__(Settings.model_construct())
        self._faults = Faults("dynamodb", fails, times)
        self._wire = _Wire(tables, self._faults)

    def items(self, table: str) -> list[Item]:
        """What a table holds now, in the order in which it came."""
        return [from_wire(item) for item in self._wire.kept[table].values()]

    def fail(self, fails: Fault | None, times: int | None = None) -> None:
        """Fail from now on; None: work."""
        self._faults.fail(fails, times)

    @cached_property
    def _client(self) -> Any:
        return self._wire


Mark = tuple[Any, ...]


class _Wire:
    """What DynamoDBOperations calls of a client of boto3, with the items as they are sent."""

    def __init__(self, tables: Mapping[str, Sequence[str]], faults: Faults) -> None:
        self._keys = {name: tuple(key) for name, key in tables.items()}
        self._faults = faults
        self.kept: dict[str, dict[Mark, Item]] = {name: {} for name in tables if "/" not in name}

    def put_item(self, *, TableName: str, Item: Item) -> None:  # noqa: N803 - boto3's names
        self._faults.strike("PutItem")
        self._put("PutItem", TableName, Item)

    def get_item(self, *, TableName: str, Key: Item, **_: Any) -> dict[str, Any]:  # noqa: N803 - boto3's names
        self._faults.strike("GetItem")
        found = self.kept[self._known("GetItem", TableName)].get(self._whole("GetItem", TableName, Key))
        return {"Item": found} if found else {}

    def delete_item(self, *, TableName: str, Key: Item, **_: Any) -> dict[str, Any]:  # noqa: N803 - boto3's names
        self._faults.strike("DeleteItem")
        mark = self._whole("DeleteItem", TableName, Key)
        found = self.kept[TableName].pop(mark, None)
        return {"Attributes": found} if found else {}

    def batch_write_item(self, *, RequestItems: dict[str, list[Item]]) -> dict[str, Any]:  # noqa: N803
        self._faults.strike("BatchWriteItem")
        for table, requests in RequestItems.items():
            marks = [self._mark("BatchWriteItem", table, each["PutRequest"]["Item"]) for each in requests]
            if len(set(marks)) < len(marks):
                raise refused("BatchWriteItem", "ValidationException", 400)
            for each in requests:
                self._put("BatchWriteItem", table, each["PutRequest"]["Item"])
        return {}

    def batch_get_item(self, *, RequestItems: dict[str, Any]) -> dict[str, Any]:  # noqa: N803 - boto3's names
        self._faults.strike("BatchGetItem")
        found = {}
        for table, asked in RequestItems.items():
            marks = [self._whole("BatchGetItem", table, key) for key in asked["Keys"]]
            found[table] = [self.kept[table][mark] for mark in marks if mark in self.kept[table]]
        return {"Responses": found}

    def query(self, *, TableName: str, IndexName: str = "", **asked: Any) -> dict[str, Any]:  # noqa: N803
        self._faults.strike("Query")
        table = self._known("Query", TableName)
        names = self._keys.get(f"{table}/{IndexName}" if IndexName else table)
        tests = _tests(asked)
        if names is None or not any(name == names[0] and sign == "=" for name, sign, _ in tests):
            raise refused("Query", "ValidationException", 400)
        found = [
            item for item in self.kept[table].values() if set(names) <= item.keys() and _holds(tests, item)
        ]
        return {"Items": sorted(found, key=lambda item: [_plain(item[name]) for name in names])}

    def _put(self, operation: str, table: str, item: Item) -> None:
        mark = self._mark(operation, table, item)
        self.kept[table][mark] = item

    def _known(self, operation: str, table: str) -> str:
        if table not in self.kept:
            raise refused(operation, "ResourceNotFoundException", 400)
        return table

    def _whole(self, operation: str, table: str, key: Item) -> Mark:
        """What stands for a key, which must be the whole one and nothing else."""
        if key.keys() != set(self._keys[self._known(operation, table)]):
            raise refused(operation, "ValidationException", 400)
        return self._mark(operation, table, key)

    def _mark(self, operation: str, table: str, item: Item) -> Mark:
        names = self._keys[self._known(operation, table)]
        if not item.keys() >= set(names):
            raise refused(operation, "ValidationException", 400)
        return tuple(_plain(item[name]) for name in names)


Test = tuple[str, str, tuple[Any, ...]]
"""An attribute, how it is compared, and with what."""


def _tests(asked: Mapping[str, Any]) -> list[Test]:
    """What a condition asks for."""
    names, values = asked["ExpressionAttributeNames"], asked["ExpressionAttributeValues"]
    found = list[Test]()
    for term in _TERM.finditer(asked["KeyConditionExpression"]):
        name = term["start_name"] or term["between_name"] or term["name"]
        sign = term["sign"] or ("begins" if term["start"] else "between")
        against = [term[each] for each in ("start", "low", "high", "value") if term[each]]
        found.append((names[name], sign, tuple(_plain(values[each]) for each in against)))
    return found


def _holds(tests: Sequence[Test], item: Item) -> bool:
    return all(_compares(_plain(item[name]), sign, against) for name, sign, against in tests if name in item)


def _compares(value: Any, sign: str, against: tuple[Any, ...]) -> bool:
    first = against[0]
    match sign:
        case "begins":
            return bool(value.startswith(first))
        case "between":
            return bool(first <= value <= against[1])
        case "=":
            return bool(value == first)
    return bool({"<": value < first, "<=": value <= first, ">": value > first, ">=": value >= first}[sign])


def _plain(typed: Item) -> Any:
    """A value of a key, fit for comparing: a number, text or bytes."""
    ((kind, value),) = typed.items()
    return Decimal(value) if kind == "N" else value
