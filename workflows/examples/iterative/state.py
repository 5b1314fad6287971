"""What the graph carries from round to round: the repairs decided on, never a file's content."""

from operator import add
from typing import Annotated, Any

from typing_extensions import TypedDict


class State(TypedDict, total=False):
    """In: ids of files. Between: the repairs, in their order. Out: the fields of the response contract."""

    file: list[str]
    repairs: Annotated[list[dict[str, Any]], add]
    next_repair: dict[str, Any] | None
    doubts: list[str]
    rows: int
    success: bool
    result: dict[str, Any]
    metadata: dict[str, Any]
    artifacts: list[str]
    answer: dict[str, Any]
