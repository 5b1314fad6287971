"""Messages of which it is known what they want."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from core.contracts import WorkflowMetadata
from core.errors import UserFacingError

LABELLED = Path("tests") / "data" / "routing"
"""Beside the folder of workflows: files of lines like ``{"text": …, "intent": …, "workflow": …}``."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """``wanted`` are the intent, and the workflow if it is for one; ``around`` is what is known beside it."""

    text: str
    wanted: tuple[str, str | None]
    around: dict[str, Any] = field(default_factory=dict)


def examples(workflows: Iterable[WorkflowMetadata]) -> list[Utterance]:
    """The example queries of workflows; each wants its own workflow."""
    return [
        Utterance(query, ("workflow", metadata.name))
        for metadata in workflows
        for query in metadata.example_queries
    ]


def labelled(folder: Path) -> list[Utterance]:
    """The utterances of a labelled set, if one stands there; raises UserFacingError for what is none."""
    return [utterance for path in sorted((folder / LABELLED).glob("*.jsonl")) for utterance in _read(path)]


def _read(path: Path) -> Iterator[Utterance]:
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            row = orjson.loads(line)
            around = {
                "files": tuple(row.get("files", ())),
                "last_workflow": row.get("last_workflow"),
                "remembered": row.get("remembered", {}),
            }
            yield Utterance(str(row["text"]), (row["intent"], row.get("workflow")), around)
        except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
            raise UserFacingError(f"{path}, line {number}, is no labelled utterance; correct it.") from error
