"""Copies of S3 objects among the artifacts."""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from core.artifact import Artifact, ArtifactMetadata, ArtifactType, Origin, safe_name
from core.artifact_store import ArtifactStore
from core.contracts import WorkflowMetadata
from core.orchestrator.file_kinds import kind_of
from core.tools.s3_location import S3Location
from core.tools.s3_operations import S3Object, S3Operations
from core.tools.s3_problems import S3Error


class ObjectCopies:
    """Blocking calls; whoever calls has checked that the person and the channel may read the object."""

    def __init__(
        self,
        s3: S3Operations,
        artifacts: ArtifactStore,
        capabilities: Callable[[], Sequence[WorkflowMetadata]],
    ) -> None:
        self._s3 = s3
        self._artifacts = artifacts
        self._capabilities = capabilities

    def copy(
        self, location: S3Location, session_id: str, kind: str | None = None, *, run_id: str = ""
    ) -> Artifact:
        """Read an object as this kind, or as what it is found to be; raises S3Error.

        One version is one artifact in a session, however often it is read.
        """
        with TemporaryDirectory(prefix="dataops-") as folder:
            path = Path(folder) / "content"
            found = self._s3.download_file(str(location), path)
            if found.size == 0:
                raise S3Error(f"the object {location} is empty", "write it with its content")
            name = safe_name(location.name)
            kind = kind or kind_of(name, path, self._capabilities())
            metadata = _metadata(found, session_id, name, kind)
            metadata.run_id = run_id
            return self._artifacts.get_artifact(self._artifacts.store_artifact(path, metadata))

    def latest(self, artifact: Artifact) -> Artifact:
        """The copy as it is if the object has not changed, else a new one; raises S3Error.

        The same content written again keeps its copy, and has a new date.
        """
        if artifact.origin is None:
            return artifact
        now = self._s3.look(artifact.origin.location)
        if now.version != artifact.origin.version:
            return self.copy(now.location, artifact.session_id, artifact.kind, run_id=artifact.run_id)
        return artifact.model_copy(update={"origin": _origin(now)})


def _metadata(found: S3Object, session_id: str, name: str, kind: str) -> ArtifactMetadata:
    return ArtifactMetadata(
        session_id=session_id,
        workflow_name="intake",
        artifact_type=ArtifactType.CONTEXT,
        name=name,
        kind=kind,
        created_by="intake",
        identity=f"{session_id}/{found.location}/{found.version}",
        origin=_origin(found),
    )


def _origin(found: S3Object) -> Origin:
    return Origin(location=str(found.location), version=found.version, modified=found.modified)
