"""What people would see at each door, as tests of workflows compare it."""

import tomllib
from collections.abc import Callable
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from core.base_workflow import WorkflowInputParameter
from core.devkit import WorkflowTestHarness
from core.devkit.said import Rendering, Said
from core.devkit.snapshots import ENTRY_POINTS
from tests.core.devkit.workflows import Nodes, State


def declared() -> dict[str, Rendering]:
    """The renderings as the package declares them."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    entries = project["entry-points"][ENTRY_POINTS]
    return {name: EntryPoint(name, value, ENTRY_POINTS).load() for name, value in entries.items()}


def answer(_state: State) -> State:
    return {
        "success": True,
        "result": "x",
        "answer": {"finding": "Five jobs are late.", "numbers": {"Late": 5}, "next_steps": ["Ask why"]},
    }


def ask(_state: State) -> State:
    from core.tools.questions import ask_person

    sure = WorkflowInputParameter(name="sure", description="it", type="boolean", prompt="Are you sure?")
    return {"output": str(ask_person(sure))}


def approve(_state: State) -> State:
    from core.tools.approvals import require_approval

    return {"output": str(require_approval("Deploy 3 tables"))}


def fail(_state: State) -> State:
    raise ValueError("a secret")


def said(node: Callable[..., Any]) -> Said:
    with WorkflowTestHarness(Nodes(node)) as harness:
        return harness.say("read this ledger")


@pytest.mark.parametrize("surface", declared())
@pytest.mark.parametrize(
    ("node", "words"),
    [
        (answer, ("Five jobs are late.", "Late", "5", "Ask why")),
        (ask, ("Are you sure?", "yes", "no")),
        (approve, ("Deploy 3 tables", "Somebody")),
        (fail, ("Something went wrong", "run_harness1")),
    ],
)
def test_a_surface_shows_all_that_is_said_and_the_same_each_time(
    surface: str, node: Callable[..., Any], words: tuple[str, ...]
) -> None:
    rendering = declared()[surface]
    first, second = said(node).shown(rendering), said(node).shown(rendering)
    assert first == second
    assert all(word in first for word in words)
    assert "secret" not in first
