"""What the graph carries: references and findings, never a file's content."""

from typing import Any

from typing_extensions import TypedDict


class State(TypedDict, total=False):
    """In: ids of files. Out: the fields of the response contract."""

    file: list[str]
    success: bool
    result: dict[str, Any]
    artifacts: list[str]
    answer: dict[str, Any]
