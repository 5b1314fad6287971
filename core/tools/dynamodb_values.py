"""Values of items, as Python has them and as DynamoDB does."""

from collections.abc import Mapping
from decimal import Decimal, DecimalException
from typing import Any

from core.errors import UserFacingError

Item = dict[str, Any]

DIGITS = 38
"""The most that a number of DynamoDB has."""


def to_wire(item: Mapping[str, Any]) -> Item:
    """An item, or a key, as it is sent; raises UserFacingError for a value that DynamoDB does not keep."""
    from boto3.dynamodb.types import TypeSerializer  # type: ignore[import-untyped]  # it has no types

    try:
        return {name: TypeSerializer().serialize(value) for name, value in _prepared(item).items()}
    except (TypeError, ValueError, DecimalException, RecursionError) as error:
        raise UserFacingError(
            "DynamoDB does not keep such a value; give it text, numbers of up to 38 digits, booleans, None, "
            "bytes, lists, mappings by text, and sets of one kind."
        ) from error


def from_wire(sent: Mapping[str, Any]) -> Item:
    """An item as it was given: a whole number of up to 38 digits is an int, any other number a float."""
    from boto3.dynamodb.types import TypeDeserializer

    deserialize = TypeDeserializer().deserialize
    return {name: _restored(deserialize(value)) for name, value in sent.items()}


def _prepared(value: Any) -> Any:
    """A value in the types that boto3 serializes."""
    if isinstance(value, float | Decimal):
        return _finite(Decimal(str(value)))
    if isinstance(value, str):
        value.encode()  # half a pair of a character is none
        return value
    if isinstance(value, Mapping):
        return {_name(name): _prepared(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_prepared(each) for each in value]
    if isinstance(value, set | frozenset):
        return _not_empty({_prepared(each) for each in value})
    return value


def _name(name: Any) -> str:
    if not isinstance(name, str):
        raise TypeError("a name that is no text")
    return name


def _finite(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise ValueError("no number")
    return number


def _not_empty(values: set[Any]) -> set[Any]:
    if not values:
        raise ValueError("a set of nothing has no kind")
    return values


def _restored(value: Any) -> Any:
    """A value in the types that Python programs use."""
    from boto3.dynamodb.types import Binary

    if isinstance(value, Decimal):
        return (
            int(value) if value == value.to_integral_value() and value.adjusted() < DIGITS else float(value)
        )
    if isinstance(value, Binary):
        return bytes(value.value)
    if isinstance(value, dict):
        return {name: _restored(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_restored(each) for each in value]
    if isinstance(value, set):
        return {_restored(each) for each in value}
    return value
