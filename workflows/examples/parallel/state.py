"""What the graph carries: references and findings, never a file's content."""

from operator import add
from typing import Annotated, Any

from typing_extensions import TypedDict


class Schema(TypedDict):
    """One file: its columns with their types, or why it cannot be read.

    ``examples`` are texts in columns that hold other things, too. ``position`` is the file's place among
    those that were given.
    """

    name: str
    position: int
    problem: str
    rows: int
    encoding: str
    separator: str
    columns: dict[str, str]
    examples: dict[str, str]


class State(TypedDict, total=False):
    """In: ids of files. Between: one schema a branch. Out: the fields of the response contract.

    A branch is given the files, and the position of its own among them.
    """

    file: list[str]
    position: int
    count: int
    schemas: Annotated[list[Schema], add]
    success: bool
    result: dict[str, Any]
    artifacts: list[str]
    answer: dict[str, Any]
