"""The state of a graph: a checkpoint has to hold it while a run waits for a person."""

import types
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import is_dataclass
from datetime import date, time, timedelta, tzinfo
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, Union, get_args, get_origin
from uuid import UUID

from pydantic import BaseModel
from typing_extensions import get_type_hints, is_typeddict

from core.devkit.validation.finding import Finding, error, warning
from core.registry.problem import reason

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph

KEPT = (
    *(str, bytes, bytearray, int, float, bool, type(None), Decimal, UUID, PurePath, Enum),
    *(date, time, timedelta, tzinfo, BaseModel),
    *(list, dict, tuple, set, frozenset, deque),
)
"""Types whose values a checkpoint holds, with those derived from them; and dataclasses."""

ABSTRACT = (Mapping, Sequence, AbstractSet)
"""What values of those types are called when nobody says which one it is."""

_TRANSPARENT = (Union, types.UnionType)


def check_state(graph: "CompiledGraph") -> Iterator[Finding]:
    """One finding for each field whose values no checkpoint can hold."""
    schema = graph.builder.state_schema
    try:
        fields = get_type_hints(schema)
    except Exception as refused:  # noqa: BLE001 - annotations are evaluated, and may raise anything
        yield warning(f"The state's types cannot be read: {reason(refused)}.", "Import what they name.")
        return
    for name, annotation in fields.items():
        for culprit in _foreign(annotation):
            yield error(
                f"The state's field '{name}' holds {culprit}, which no checkpoint keeps.",
                "Keep plain data there, as text, numbers, lists, or ids of artifacts.",
            )


def _foreign(annotation: Any) -> Iterator[str]:
    """The names of types in an annotation that a checkpoint cannot hold."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _foreign(get_args(annotation)[0])
    elif origin is Literal or annotation in {Any, object, None, Ellipsis} or isinstance(annotation, TypeVar):
        return
    elif origin is not None:
        yield from _foreign_parts(annotation, origin)
    elif not _is_kept(annotation):
        yield getattr(annotation, "__name__", str(annotation))


def _foreign_parts(annotation: Any, origin: Any) -> Iterator[str]:
    """The same for an annotation with arguments: its own type, then those."""
    if origin not in _TRANSPARENT and not _is_kept(origin):
        yield getattr(origin, "__name__", str(origin))
        return
    for part in get_args(annotation):
        yield from _foreign(part)


def _is_kept(kind: Any) -> bool:
    """Whether a checkpoint holds values of a type."""
    if is_typeddict(kind) or is_dataclass(kind) or kind in ABSTRACT:
        return True
    supertype = getattr(kind, "__supertype__", None)  # a NewType
    if supertype is not None:
        return _is_kept(supertype)
    return isinstance(kind, type) and issubclass(kind, KEPT)
