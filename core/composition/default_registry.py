"""The registry of this process, for compositions that are made without one."""

from core.registry.source import Known
from core.workflow_registry import WorkflowRegistry


def default_registry() -> WorkflowRegistry:
    """Everything shipped and installed."""
    from core import workflow_registry

    found: WorkflowRegistry = workflow_registry.WORKFLOW_REGISTRY
    return found


def registry_or_default(registry: Known | None) -> Known:
    """The given one, if there is one."""
    return default_registry() if registry is None else registry
