"""Artifacts: stored whole, named safely, found again by id or session."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import structlog

from core.artifact import Artifact, ArtifactMetadata, ArtifactType
from core.artifacts.contents import ArtifactContents, Encryption
from core.artifacts.keeping import Keeping
from core.artifacts.lineage import DEPTH, Lineage, lineage
from core.artifacts.removal import FOLDER, ArtifactRemoval, Forgotten, Left, known_keys
from core.artifacts.sharing import ArtifactSharing
from core.artifacts.writing import ArtifactWriting
from core.errors import StorageError, UserFacingError
from core.storage.artifact_records import ArtifactRecords
from core.storage.blob_store import BlobStore
from core.storage.ownership import Ownership

__all__ = ["ArtifactStore", "ArtifactType", "EncryptedArtifactStore"]

logger = structlog.get_logger()


class ArtifactStore:
    """Content in a blob store, records beside it. Calls block; safe for several threads and processes.

    Without arguments, on the stores that the settings name. Raises StorageError where a store cannot be used.
    """

    def __init__(
        self,
        records: ArtifactRecords | None = None,
        blobs: BlobStore | None = None,
        keeping: Keeping | None = None,
    ) -> None:
        if records is None or blobs is None:
            from core.artifacts.opening import by_settings  # what reads settings is loaded where it is used

            records, blobs, keeping = by_settings()
        keeping = keeping or Keeping()
        self._records = records
        self._contents = ArtifactContents(blobs, keeping.copies, keeping.encryption)
        self._writing = ArtifactWriting(records, self._contents, keeping.keep, keeping.spool)
        self._ownership = Ownership(records, blobs, FOLDER, lambda keys: known_keys(records, keys))
        self._removal = ArtifactRemoval(records, self._contents, self._ownership, keeping.keep)
        self._sharing = ArtifactSharing(records, self._writing, self._removal)

    def store_artifact(
        self, content: Any, metadata: ArtifactMetadata | Mapping[str, Any] | None = None, **fields: Any
    ) -> str:
        """Store text, bytes, JSON-like data, the file at a path, or an iterable of bytes; the artifact's id.

        Takes an :class:`ArtifactMetadata` or its fields, as a mapping or as keywords. The same content of the
        same identity changes nothing; another content is its next version.
        """
        if not isinstance(metadata, ArtifactMetadata):
            metadata = ArtifactMetadata(**{**(metadata or {}), **fields})
        self._ownership.claim()
        return self._writing.store(content, metadata)

    def get_artifact(self, artifact_id: str, version: int | None = None) -> Artifact:
        """The record as of a version, the latest unless said; an unknown one is told to the person."""
        artifact = self._records.load(artifact_id)
        if artifact is not None and not artifact.removed:
            artifact = artifact if version is None else artifact.at(version)
            if artifact is not None:
                return artifact
        raise _not_there()

    def get_artifact_content(self, artifact_id: str, version: int | None = None) -> Any:
        """The content: parsed JSON, text, or bytes, by its media type; raises ValueError for broken JSON."""
        content_type = self.get_artifact(artifact_id, version).content_type
        content = self.path(artifact_id, version).read_bytes()
        if content_type == "application/json":
            return orjson.loads(content)
        return content.decode(errors="replace") if content_type.startswith("text/") else content

    def path(self, artifact_id: str, version: int | None = None) -> Path:
        """A local file with the content, to be opened at once; its name says nothing. Counts as an access."""
        try:
            path = self._contents.path(self.get_artifact(artifact_id, version).content)
        except FileNotFoundError as error:
            raise _not_there() from error
        self._count_access(artifact_id)
        return path

    def address(self, artifact_id: str, seconds: int) -> str | None:
        """An address in the bucket that reads the content for so many seconds, whoever has it; never log it.

        Counts as an access. None where contents do not rest in a bucket, or this one rests there in another
        form.
        """
        artifact = self.get_artifact(artifact_id)
        address = self._contents.address(artifact.content, artifact.name, seconds)
        if address is not None:
            self._count_access(artifact_id)
        return address

    def list_artifacts(self, session_id: str, filters: dict[str, Any] | None = None) -> list[Artifact]:
        """A session's artifacts, oldest first; ``filters`` are field values that must be equal."""
        wanted = {"removed": False, **(filters or {})}.items()
        return [
            a
            for a in self._records.of_session(session_id)
            if all(getattr(a, k, None) == v for k, v in wanted)
        ]

    def find_artifacts(self, artifact_ids: Sequence[str]) -> dict[str, Artifact]:
        """The records by id; ids that do not exist are left out."""
        found = self._records.load_all(artifact_ids)
        return {artifact_id: artifact for artifact_id, artifact in found.items() if not artifact.removed}

    def share_artifact(self, artifact_id: str, target_session: str) -> str:
        """The id of an artifact of that session with the same content, as it is now; again the same id.

        Whoever calls has checked that both sessions may read it. The content stays as long as either does.
        """
        share_id = self._sharing.share(self.get_artifact(artifact_id), target_session)
        if share_id is None:
            raise _not_there()
        return share_id

    def link_artifacts(self, parent_id: str, child_id: str) -> None:
        """Record that the child was made from the parent."""
        for each in (parent_id, child_id):
            self.get_artifact(each)
        self._writing.add_child(parent_id, child_id)
        self._records.change(
            child_id, lambda a: {"parent_artifacts": list(dict.fromkeys([*a.parent_artifacts, parent_id]))}
        )

    def lineage(self, artifact_id: str, depth: int = DEPTH) -> Lineage:
        """What an artifact was made from, and what from it; in all sessions, so that callers check rights."""
        self.get_artifact(artifact_id)
        return lineage(self._records, artifact_id, depth)

    def cleanup_expired_artifacts(self, spared: Callable[[Artifact], bool] = lambda _: False) -> int:
        """Delete what is over, with all versions, unless it is spared; how many artifacts that were.

        Also contents that a process which died left without a record. One that fails stops no other.
        """
        deleted = 0
        for artifact_id in self._removal.expired(spared):
            try:
                deleted += self._removal.remove(artifact_id).artifacts
            except StorageError as error:
                logger.warning("artifact_not_deleted", artifact_id=artifact_id, reason=str(error))
        self._removal.sweep()
        self._contents.shrink()
        return deleted

    def drop_opened(self) -> None:
        """Let go of what was decrypted for readers, once nobody has read it for some time."""
        self._contents.drop_opened()

    def forget(self, session_id: str) -> Forgotten:
        """Delete every artifact of a session now."""
        return self._removal.forget(session_id)

    def forget_artifacts(self, artifact_ids: Iterable[str]) -> Forgotten:
        """Delete these artifacts now; unknown ones are gone already."""
        return sum((self._removal.remove(each) for each in artifact_ids), Forgotten())

    def shares_of(self, session_id: str) -> list[str]:
        """The ids of what was shared from a session's artifacts."""
        return self._removal.shares_of(session_id)

    def left(self, session_id: str) -> Left:
        """Look what there is of a session, to prove that it is forgotten."""
        return self._removal.left(session_id)

    def _count_access(self, artifact_id: str) -> None:
        """Count; who reads does not wait for counting to work."""
        try:
            self._records.change(
                artifact_id,
                lambda a: {"access_count": a.access_count + 1, "last_accessed": datetime.now(UTC)},
            )
        except StorageError as error:
            logger.warning("access_not_counted", artifact_id=artifact_id, reason=str(error))


class EncryptedArtifactStore(ArtifactStore):
    """A store whose contents are encrypted before they leave this process; records are not."""

    def __init__(
        self,
        records: ArtifactRecords,
        blobs: BlobStore,
        encryption: Encryption,
        keeping: Keeping | None = None,
    ) -> None:
        keeping = keeping or Keeping()
        super().__init__(records, blobs, replace(keeping, encryption=encryption))


def _not_there() -> UserFacingError:
    return UserFacingError("That artifact does not exist or is not available any more; create it again.")
