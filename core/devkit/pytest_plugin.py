"""Fixtures for the tests of workflows; they come with the package, and import nothing until they are used."""

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from core.base_workflow import BaseWorkflow
    from core.devkit.harness import WorkflowTestHarness
    from core.devkit.said import Said


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option with which snapshots are written."""
    parser.getgroup("dataops").addoption(
        "--update-workflow-snapshots",
        action="store_true",
        help="write what people would see of workflows instead of comparing it",
    )


@pytest.fixture
def workflow_harness() -> "Iterator[Callable[[BaseWorkflow], WorkflowTestHarness]]":
    """Makes a harness around a workflow; it is closed when the test is over."""
    from core.devkit.harness import WorkflowTestHarness

    with ExitStack() as harnesses:
        yield lambda workflow: harnesses.enter_context(WorkflowTestHarness(workflow))


@pytest.fixture
def workflow_renderings() -> "dict[str, Any]":
    """How surfaces show the end of a run, by their names: the installed ones. Override it for others."""
    from core.devkit.snapshots import installed_renderings

    return installed_renderings()


@pytest.fixture
def workflow_snapshot(
    request: pytest.FixtureRequest, workflow_renderings: "dict[str, Any]"
) -> "Callable[[Said, str], None]":
    """Compares what a person would see on each surface with ``snapshots/<name>.<surface>.txt`` by the test.

    Call it with what ``say`` or ``answer`` gave, and a name.
    """
    from core.devkit.snapshots import Snapshots

    update = bool(request.config.getoption("--update-workflow-snapshots"))
    return Snapshots(request.path.parent / "snapshots", workflow_renderings, update=update).check


@pytest.fixture
def conformant_response() -> dict[str, Any]:
    """The response that the contract's documentation gives as its example; each test gets one of its own."""
    return {
        "success": True,
        "result": {
            "dependencies": [
                {"job": "upstream_1", "type": "condition"},
                {"job": "downstream_2", "type": "box"},
            ],
            "lineage_depth": 3,
        },
        "metadata": {
            "workflow_name": "jil_parser",
            "execution_time": 12.5,
            "iterations": 2,
            "files_analyzed": 5,
        },
        "artifacts": ["artifact_jil_deps_abc123", "artifact_lineage_map_def456"],
        "errors": None,
    }
