"""Files that a message names by their path, and objects by their address."""

from dataclasses import dataclass
from pathlib import Path

from core.access.audit import Act
from core.access.gate import Gate
from core.artifact import ArtifactMetadata, ArtifactType
from core.artifact_store import ArtifactStore
from core.contracts import WorkflowInputParameter
from core.errors import UserFacingError
from core.orchestrator.object_copies import ObjectCopies
from core.orchestrator.state import FileRef
from core.tools.readable_paths import ReadablePaths
from core.tools.s3_location import S3Location, is_s3


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A path or ``s3://bucket/key``, who named it and where (both as the access policy knows them)."""

    place: str
    person: str
    channel: str


class NamedFiles:
    """Which files may be named, and how they come among the artifacts.

    A path counts under the opened folders. An object counts where ``s3://bucket/key``, as it is written, is
    a permission of both the person and the channel; whether it exists is asked only after that.
    """

    def __init__(
        self, paths: ReadablePaths, objects: ObjectCopies, artifacts: ArtifactStore, gate: Gate
    ) -> None:
        self._paths = paths
        self._objects = objects
        self._artifacts = artifacts
        self._gate = gate

    def may_name(self, named: NamedFile) -> bool:
        """Whether this may be read; nothing outside this machine is asked."""
        try:
            self.find(named)
        except UserFacingError:
            return False
        return True

    def find(self, named: NamedFile) -> Path | S3Location:
        """The file or object that is meant; raises UserFacingError if it may not be read."""
        if not is_s3(named.place):
            return self._paths.resolve(named.place)
        location = S3Location.parse(named.place)
        self._gate.require(Act(named.person, named.channel, str(location)))
        return location

    def store(
        self, named: NamedFile, parameter: WorkflowInputParameter, session_id: str, run_id: str
    ) -> FileRef:
        """Copy it into the artifacts as an input; raises UserFacingError if it cannot be read."""
        found = self.find(named)
        if isinstance(found, S3Location):
            copied = self._objects.copy(found, session_id, parameter.kind, run_id=run_id)
            return FileRef(artifact_id=copied.artifact_id, name=copied.name)
        stored = self._artifacts.store_artifact(
            found,
            ArtifactMetadata(
                session_id=session_id,
                workflow_name="intake",
                artifact_type=ArtifactType.CONTEXT,
                name=found.name,
                kind=parameter.kind or "file",
                created_by="intake",
                run_id=run_id,
                identity=f"{run_id}/{found}",
            ),
        )
        return FileRef(artifact_id=stored, name=found.name)
