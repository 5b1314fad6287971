"""Artifacts: stored whole, named safely, found again by id or session."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from core.artifact import Artifact, ArtifactMetadata, ArtifactType, media_type, safe_name
from core.errors import UserFacingError
from core.storage.artifact_records import ArtifactRecords
from core.storage.blob_store import BlobStore

__all__ = ["ArtifactStore", "ArtifactType"]

CHUNK = 1 << 20


class ArtifactStore:
    """Content in a blob store, records beside it; content is written before its record."""

    def __init__(self, records: ArtifactRecords, blobs: BlobStore) -> None:
        self._records = records
        self._blobs = blobs

    def store_artifact(self, content: Any, metadata: ArtifactMetadata | None = None, **fields: Any) -> str:
        """Store text, bytes, JSON-like data, the file at a path, or an iterable of bytes; the artifact's id.

        Takes an :class:`ArtifactMetadata` or its fields as keywords.
        """
        metadata = metadata or ArtifactMetadata(**fields)
        name = safe_name(metadata.name)
        artifact_id = metadata.new_id()
        created_at = datetime.now(UTC)
        key = f"artifacts/{safe_name(metadata.session_id)}/{created_at:%Y-%m-%d}/{artifact_id}/{name}"
        earlier = self._records.load(artifact_id)
        if earlier is not None:
            key, created_at = earlier.key, earlier.created_at
        digest = _Digest(_chunks(content))
        size = self._blobs.write(key, digest)
        self._records.save(
            Artifact(
                **metadata.model_dump(exclude={"name", "identity"}),
                artifact_id=artifact_id,
                name=name,
                content_type=media_type(name),
                size_bytes=size,
                sha256=digest.hexdigest(),
                key=key,
                created_at=created_at,
            )
        )
        return artifact_id

    def get_artifact(self, artifact_id: str) -> Artifact:
        """The record; an unknown id is told to the person."""
        artifact = self._records.load(artifact_id)
        if artifact is None:
            raise _not_there()
        return artifact

    def get_artifact_content(self, artifact_id: str) -> Any:
        """The content: parsed JSON, text, or bytes, by its media type; raises ValueError for broken JSON."""
        content_type = self.get_artifact(artifact_id).content_type
        content = self.path(artifact_id).read_bytes()
        if content_type == "application/json":
            return orjson.loads(content)
        return content.decode(errors="replace") if content_type.startswith("text/") else content

    def path(self, artifact_id: str) -> Path:
        """A local file with the content. Counts as an access."""
        try:
            path = self._blobs.path(self.get_artifact(artifact_id).key)
        except FileNotFoundError as error:
            raise _not_there() from error
        self._records.change(
            artifact_id, lambda a: {"access_count": a.access_count + 1, "last_accessed": datetime.now(UTC)}
        )
        return path

    def list_artifacts(self, session_id: str, filters: dict[str, Any] | None = None) -> list[Artifact]:
        """A session's artifacts, oldest first; ``filters`` are field values that must be equal."""
        wanted = (filters or {}).items()
        return [
            a
            for a in self._records.of_session(session_id)
            if all(getattr(a, k, None) == v for k, v in wanted)
        ]

    def find_artifacts(self, artifact_ids: Sequence[str]) -> dict[str, Artifact]:
        """The records by id; ids that do not exist are left out."""
        return self._records.load_all(artifact_ids)

    def link_artifacts(self, parent_id: str, child_id: str) -> None:
        """Record that the child was made from the parent."""
        for each in (parent_id, child_id):
            self.get_artifact(each)
        self._records.change(
            child_id, lambda a: {"parent_artifacts": list(dict.fromkeys([*a.parent_artifacts, parent_id]))}
        )


def _not_there() -> UserFacingError:
    return UserFacingError("That artifact does not exist or is not available any more; create it again.")


class _Digest:
    """Passes chunks on and hashes them on the way."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks
        self._hash = sha256()

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._hash.update(chunk)
            yield chunk

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


def _chunks(content: Any) -> Iterable[bytes]:
    """Any accepted content as chunks of bytes."""
    if isinstance(content, Path):
        return _file_chunks(content)
    if isinstance(content, bytes | bytearray | memoryview):
        return [bytes(content)]
    if isinstance(content, str):
        return [content.encode()]
    if content is None or isinstance(content, dict | list | int | float):
        return [orjson.dumps(content)]
    chunks: Iterable[bytes] = content
    return chunks


def _file_chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, a megabyte at a time."""
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk
