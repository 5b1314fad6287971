"""Files that a message names by their path."""

from core.artifact import ArtifactMetadata, ArtifactType
from core.contracts import WorkflowInputParameter
from core.orchestrator.services import Services
from core.orchestrator.state import FileRef


def store_named_file(
    services: Services, parameter: WorkflowInputParameter, said: str, session_id: str, identity: str
) -> FileRef:
    """Copy a file into the artifacts; raises UserFacingError if it may not be read."""
    path = services.paths.resolve(said)
    stored = services.artifacts.store_artifact(
        path,
        ArtifactMetadata(
            session_id=session_id,
            workflow_name="intake",
            artifact_type=ArtifactType.CONTEXT,
            name=path.name,
            kind=parameter.kind or "file",
            created_by="intake",
            identity=f"{identity}/{path}",
        ),
    )
    return FileRef(artifact_id=stored, name=path.name)
