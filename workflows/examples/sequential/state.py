"""What the graph carries from step to step: references and findings, never a file's content."""

from typing import Any

from typing_extensions import TypedDict


class State(TypedDict, total=False):
    """In: the words, the files, the key. Between: what the steps found. Out: the response contract."""

    input: str
    file: list[str]
    key: str | None
    common: list[str]
    only_before: list[str]
    only_after: list[str]
    keys: list[str]
    differences: str
    counts: dict[str, int]
    changed_columns: dict[str, int]
    shown: list[str]
    success: bool
    result: dict[str, Any]
    artifacts: list[str]
    answer: dict[str, Any]
