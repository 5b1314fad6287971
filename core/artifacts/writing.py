"""Storing artifacts: the content first, then the record that knows it; nothing is ever overwritten."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog

from core.artifact import Artifact, ArtifactMetadata, ArtifactVersion, as_of, safe_name
from core.artifacts.content import Source, opened
from core.artifacts.contents import ArtifactContents, New
from core.errors import StorageError
from core.storage.artifact_records import ArtifactRecords

CHILDREN = 1000
"""Most children that a record names; of more the latest."""

VERSIONS = 100
"""Most versions that an artifact keeps: the latest. Those that were shared stay beside them."""

logger = structlog.get_logger()

KEPT = frozenset(
    {"artifact_id", "created_at", "child_artifacts", "shared_as", "owner", "access_count", "last_accessed"}
)
"""What a further version does not change."""


class ArtifactWriting:
    """``keep`` is how long artifacts are kept that say nothing of it; ``spool`` holds what comes in parts."""

    def __init__(
        self, records: ArtifactRecords, contents: ArtifactContents, keep: timedelta | None, spool: Path
    ) -> None:
        self._records = records
        self._contents = contents
        self._keep = keep
        self._spool = spool

    def store(self, content: Any, metadata: ArtifactMetadata) -> str:
        """Store a content as a new artifact, or as the next version of it; its id."""
        with opened(content, self._spool) as source:
            artifact_id = metadata.new_id()
            known = self._records.load(artifact_id)
            if known is None or known.removed or known.sha256 != source.sha256():
                for parent in metadata.parent_artifacts:
                    self.add_child(parent, artifact_id)
                self._record(self._written(artifact_id, metadata, source, known))
        return artifact_id

    def add_child(self, parent_id: str, child_id: str) -> None:
        """Let a parent know of a child, before there is one; readers leave out what there is not."""

        def added(parent: Artifact) -> dict[str, Any]:
            others = [each for each in parent.child_artifacts if each != child_id]
            return {"child_artifacts": [*others, child_id][-CHILDREN:]}

        self._records.change(parent_id, added)

    def expiry(self) -> datetime | None:
        """When what is stored now is deleted, unless said."""
        return datetime.now(UTC) + self._keep if self._keep else None

    def _written(
        self, artifact_id: str, metadata: ArtifactMetadata, source: Source, known: Artifact | None
    ) -> Artifact:
        """Store the content under the first key that nobody has, and describe it."""
        name, now = safe_name(metadata.name), datetime.now(UTC)
        base = f"artifacts/{safe_name(metadata.session_id)}/{now:%Y-%m-%d}/{artifact_id}"
        number = 1
        if known is not None:
            first, number = known.versions[0], known.versions[-1].number + 1
            base = first.key.removesuffix(f".v{first.number}")
        version = self._content(base, number, source, name, metadata)
        fields = metadata.model_dump(exclude={"name", "identity", "ttl"})
        return Artifact(
            **fields,
            **as_of([version]),
            artifact_id=artifact_id,
            name=name,
            versions=[version],
            created_at=version.created_at,
            ttl=metadata.ttl or self.expiry(),
            ttl_given=metadata.ttl is not None,
        )

    def _content(
        self, base: str, number: int, source: Source, name: str, metadata: ArtifactMetadata
    ) -> ArtifactVersion:
        """Write to the first free key; somebody at the same time, or a dead process, has taken others."""
        kind, classes = source.content_type(name), (metadata.kind, str(metadata.artifact_type))
        while True:
            key = base if number == 1 else f"{base}.v{number}"
            try:
                return self._contents.write(New(key, number, kind, classes), source)
            except FileExistsError:
                number += 1

    def _record(self, written: Artifact) -> None:
        """Insert the record, or add its version to the one that is there.

        A content whose record failed is not deleted: the record may stand all the same, unanswered. Cleaning
        up looks for such. Contents of versions that are too many go after the record has lost them.
        """
        dropped: list[str] = []

        def added(known: Artifact) -> dict[str, Any]:
            if not known.removed and known.sha256 == written.sha256:
                raise _Stored
            versions = sorted([*known.versions, *written.versions], key=lambda each: each.number)
            fields = {name: getattr(written, name) for name in Artifact.model_fields if name not in KEPT}
            kept = self._kept(known, versions)
            dropped[:] = [each.key for each in versions if each not in kept]
            return {**fields, "versions": kept, **as_of(kept)}

        try:
            while not self._records.insert(written):
                if self._records.change(written.artifact_id, added):
                    self._drop(dropped)
                    return
        except _Stored:
            self._contents.delete(written.key)

    def _kept(self, known: Artifact, versions: list[ArtifactVersion]) -> list[ArtifactVersion]:
        """The latest versions, and those to which others refer."""
        if len(versions) <= VERSIONS:
            return versions
        shares = self._records.load_all(known.shared_as)
        shared = {version.key for share in shares.values() for version in share.versions}
        return [each for each in versions[:-VERSIONS] if each.key in shared] + versions[-VERSIONS:]

    def _drop(self, keys: list[str]) -> None:
        """Delete contents; whoever stores does not wait for that to work, cleaning up finds what is left."""
        try:
            for key in keys:
                self._contents.delete(key)
        except StorageError as error:
            logger.warning("versions_not_deleted", reason=str(error))


class _Stored(Exception):  # noqa: N818 - it says what happened
    """Somebody has stored the same meanwhile."""
