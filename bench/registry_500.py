"""500 workflows in a folder: finding them, and routing among them.

Beside importing 500 modules of one empty class each, and an intersection of words.
"""

import importlib
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.process import Finished, measured
from bench.routing import generated
from bench.row import Row
from core.contracts import WorkflowMetadata

_MANY, _ROUNDS = 500, 3
_WORKFLOW = """
from typing import Any

from core.base_workflow import BaseWorkflow, WorkflowMetadata


class Generated(BaseWorkflow):
    def get_metadata(self) -> WorkflowMetadata:
        return WorkflowMetadata.model_validate({metadata!r})

    def get_compiled_graph(self) -> Any:
        raise NotImplementedError
"""


def run() -> list[Row]:
    """Seconds and peak memory of a process that finds them, milliseconds a message; the median of three."""
    with tempfile.TemporaryDirectory() as folder:
        for metadata in generated(_MANY):
            _write(Path(folder), metadata)
        _child("found", folder)  # compiled once, as in any start but the first
        found = [_child("found", folder) for _ in range(_ROUNDS)]
        bare = [_child("imported", folder) for _ in range(_ROUNDS)]
    name = f"{_MANY} workflows"
    return [
        Row(f"{name}: found", _figure(found, 0), "s", _figure(bare, 0)),
        Row(f"{name}: a message routed", _figure(found, 1), "ms", _figure(bare, 1)),
        Row(f"{name}: peak memory", _peak(found), "MB", _peak(bare)),
    ]


def _write(folder: Path, metadata: WorkflowMetadata) -> None:
    package = folder / metadata.name
    package.mkdir()
    content = metadata.model_dump(exclude_defaults=True)
    (package / "workflow.py").write_text(_WORKFLOW.format(metadata=content), encoding="utf-8")
    (package / "bare.py").write_text("class Bare:\n    pass\n", encoding="utf-8")


def _child(what: str, folder: str) -> Finished:
    return measured([sys.executable, "-m", "bench.registry_500", what, folder])


def _figure(children: list[Finished], place: int) -> float:
    return median(float(child.output.split()[place]) for child in children)


def _peak(children: list[Finished]) -> float:
    return median(child.peak_megabytes for child in children)


def _found(folder: Path) -> None:
    """Print the seconds that finding takes, and the milliseconds of a message among them."""
    from core.orchestrator.intent import IntentRequest
    from core.orchestrator.lexical.router import LexicalRouter
    from core.workflow_registry import WorkflowRegistry

    began = time.perf_counter()
    registry = WorkflowRegistry((folder,))
    registry.discover_workflows()
    seconds = time.perf_counter() - began
    known, router = registry.all_metadata(), LexicalRouter()
    said = [metadata.example_queries[0] for metadata in known[:50]]
    router.detect(IntentRequest(said[0], known))  # makes the index
    began = time.perf_counter()
    for text in said:
        router.detect(IntentRequest(text, known))
    print(seconds, (time.perf_counter() - began) / len(said) * 1e3)


def _imported(folder: Path) -> None:
    """Print the same of modules without a registry, and of words without a router."""
    sys.path.insert(0, str(folder))
    began = time.perf_counter()
    names = sorted(each.name for each in folder.iterdir())
    for name in names:
        importlib.import_module(f"{name}.bare")
    seconds = time.perf_counter() - began
    words = [set(name.split("_")) for name in names]
    began = time.perf_counter()
    for name in names[:50]:
        max(len(set(name.split("_")) & known) for known in words)
    print(seconds, (time.perf_counter() - began) / 50 * 1e3)


if __name__ == "__main__":
    {"found": _found, "imported": _imported}[sys.argv[1]](Path(sys.argv[2]))
