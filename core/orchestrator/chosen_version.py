"""Which version of a workflow a turn works with: one for its whole run, however long that waits."""

from core.contracts import WorkflowMetadata
from core.orchestrator.services import Services
from core.orchestrator.state import OrchestratorState
from core.registry.version import joined


def workflows_here(services: Services, state: OrchestratorState) -> tuple[WorkflowMetadata, ...]:
    """All workflows, in the versions of the channel."""
    return services.registry.all_metadata(services.authorizer.versions(state.get("channel", "")))


def chosen_here(services: Services, state: OrchestratorState) -> WorkflowMetadata:
    """The selected workflow in the version of the channel; raises UserFacingError if that is not there."""
    name = state["selected_workflow"]
    version = services.authorizer.versions(state.get("channel", "")).get(name, "")
    return services.registry.get_metadata(joined(name, version))


def reference(state: OrchestratorState) -> str:
    """The selected workflow in the version with which its run began."""
    return joined(state["selected_workflow"], state.get("workflow_version", ""))
