"""The workflow development kit: make a workflow, try it, prove it, hand it on."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.devkit.harness import WorkflowTestHarness

__all__ = ["WorkflowTestHarness"]


def __getattr__(name: str) -> Any:
    """The harness on first use: the command line starts without what it needs."""
    if name != "WorkflowTestHarness":
        raise AttributeError(name)
    from core.devkit.harness import WorkflowTestHarness

    return WorkflowTestHarness
