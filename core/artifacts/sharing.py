"""Artifacts that refer to the content of another session's."""

from typing import Any

from core.artifact import Artifact, ArtifactMetadata
from core.artifacts.removal import ArtifactRemoval
from core.artifacts.writing import ArtifactWriting
from core.storage.artifact_records import ArtifactRecords

SAME = frozenset(
    {
        "workflow_name",
        "artifact_type",
        "name",
        "kind",
        "content_type",
        "size_bytes",
        "sha256",
        "key",
        "version",
        "created_by",
    }
)


class ArtifactSharing:
    """Blocking calls. The owner of a content knows its shares, and is told last: it cannot go meanwhile."""

    def __init__(self, records: ArtifactRecords, writing: ArtifactWriting, removal: ArtifactRemoval) -> None:
        self._records = records
        self._writing = writing
        self._removal = removal

    def share(self, source: Artifact, session_id: str) -> str | None:
        """Share this version with a session; the new artifact's id, None if the content is being deleted."""
        share = self._described(source, session_id)
        earlier = self._records.load(share.artifact_id)
        if earlier is not None and earlier.removed:
            self._removal.remove(share.artifact_id)  # what began to delete it has died
        self._writing.add_child(source.artifact_id, share.artifact_id)
        self._records.insert(share)
        if self._known_to_owner(source, share):
            return share.artifact_id
        self._records.delete(share.artifact_id)
        return None

    def _known_to_owner(self, source: Artifact, share: Artifact) -> bool:
        """Let the owner of the content know, unless it goes, or this version went.

        What is shared from a share may outlive the owner.
        """
        known = False

        def added(owner: Artifact) -> dict[str, Any]:
            nonlocal known
            known = not owner.removed or source.artifact_id in owner.shared_as
            known = known and any(version.key == share.key for version in owner.versions)
            return {"shared_as": list(dict.fromkeys([*owner.shared_as, share.artifact_id]))} if known else {}

        return self._records.change(str(share.owner), added) is not None and known

    def _described(self, source: Artifact, session_id: str) -> Artifact:
        """The record of a share: always the same id for the same content in the same session."""
        owner = source.owner or source.artifact_id
        identity = ArtifactMetadata(
            session_id=session_id,
            workflow_name=source.workflow_name,
            kind=source.kind,
            identity=f"share/{owner}/{source.version}/{session_id}",
        )
        return Artifact(
            **source.model_dump(include=set(SAME)),
            artifact_id=identity.new_id(),
            session_id=session_id,
            versions=[source.content],
            parent_artifacts=[source.artifact_id],
            derived_from=source.artifact_id,
            owner=owner,
            origin=source.origin,
            ttl=self._writing.expiry() or source.ttl,
        )
