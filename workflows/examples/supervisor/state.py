"""What the graph carries: references and findings, never a file's content."""

from operator import add
from typing import Annotated, Any

from typing_extensions import TypedDict


class Finding(TypedDict):
    """What a check has found about a feed: ``kind`` is what is wrong, ``said`` the sentence."""

    feed: str
    kind: str
    said: str


class State(TypedDict, total=False):
    """In: the words, the files, the moment. Between: the checks done. Out: the response contract."""

    input: str
    file: list[str]
    as_of: str | None
    moment: str
    next_check: str
    done: Annotated[list[str], add]
    findings: Annotated[list[Finding], add]
    success: bool
    result: dict[str, Any]
    metadata: dict[str, Any]
    artifacts: list[str]
    answer: dict[str, Any]
