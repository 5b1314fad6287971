"""One result out of those of workflows that ran side by side."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.composition.view import Response
from core.composition.workflow_step import Aggregator


def merge(responses: Sequence[Response]) -> dict[str, Any]:
    """All entries of all results, the later one's of two with one name; a text is named as its step."""
    merged: dict[str, Any] = {}
    for response in responses:
        result = response["result"]
        merged |= result if isinstance(result, Mapping) else {_name(response): result}
    return merged


def as_list(responses: Sequence[Response]) -> dict[str, Any]:
    """The results in order, under ``results``."""
    return {"results": [response["result"] for response in responses]}


def by_name(responses: Sequence[Response]) -> dict[str, Any]:
    """Each result under its workflow's name in the step."""
    return {_name(response): response["result"] for response in responses}


def _name(response: Response) -> str:
    """What the step calls it; two may be the same workflow."""
    return str(response["metadata"]["step"])


AGGREGATORS: dict[str, Aggregator] = {"merge": merge, "list": as_list, "by_name": by_name}
"""Those that a file can name."""
