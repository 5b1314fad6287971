"""A file or value that a workflow produced or was given, and what is known about it."""

from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import PurePosixPath
from uuid import uuid4

from pydantic import BaseModel, Field

from core.input_parameter import NAME

MEDIA_TYPES = {
    ".json": "application/json",
    ".csv": "text/csv",
    ".md": "text/markdown",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".html": "text/html",
    ".txt": "text/plain",
    ".zip": "application/zip",
    ".parquet": "application/vnd.apache.parquet",
}


class ArtifactType(StrEnum):
    """What an artifact is for; ``CONTEXT`` is what people brought along."""

    RESULT = "result"
    INTERMEDIATE = "intermediate"
    DEBUG = "debug"
    CONTEXT = "context"


class Origin(BaseModel):
    """The object that an artifact is a copy of: its address, its version, and when it was written (UTC)."""

    location: str
    version: str
    modified: datetime


class ArtifactMetadata(BaseModel):
    """What the maker of an artifact knows.

    ``kind`` names the sort of content ("listing", "dependencies"). ``identity`` makes storing idempotent: the
    same identity always gives the same id, and storing again replaces the content.
    """

    session_id: str
    workflow_name: str
    artifact_type: ArtifactType = ArtifactType.RESULT
    name: str = "artifact"
    kind: str = Field("file", pattern=NAME)
    created_by: str = ""
    parent_artifacts: list[str] = Field(default_factory=list)
    derived_from: str | None = None
    ttl: datetime | None = None
    identity: str | None = None
    origin: Origin | None = None

    def new_id(self) -> str:
        """``artifact_<kind>_<16 hexadecimal digits>``."""
        digest = sha256(self.identity.encode()).hexdigest() if self.identity else uuid4().hex
        return f"artifact_{self.kind}_{digest[:16]}"


class Artifact(BaseModel):
    """The record of an artifact; the content is fetched on its own."""

    artifact_id: str
    session_id: str
    workflow_name: str
    artifact_type: ArtifactType
    name: str
    kind: str
    content_type: str
    size_bytes: int
    sha256: str
    key: str
    created_at: datetime = Field(default_factory=lambda: datetime.now(UTC))
    created_by: str = ""
    parent_artifacts: list[str] = Field(default_factory=list)
    derived_from: str | None = None
    ttl: datetime | None = None
    origin: Origin | None = None
    access_count: int = 0
    last_accessed: datetime | None = None

    @property
    def classes(self) -> tuple[str, str]:
        """What a policy may call it."""
        return self.kind, str(self.artifact_type)


def media_type(name: str) -> str:
    """The media type that a file name promises; unknown ones are plain bytes."""
    return MEDIA_TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")


def safe_name(name: str) -> str:
    """A bare, printable file name: no folder, no hidden file, no control character.

    At most 120 characters and 240 bytes of UTF-8; file systems take 255 bytes.
    """
    base = name.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    cleaned = "".join(c if c.isprintable() and c not in '<>:"|?*' else "_" for c in base).strip(" .")
    if _fitting(cleaned, 120, 240) != cleaned:
        suffix = _fitting(PurePosixPath(cleaned).suffix, 16, 32).rstrip(" .")
        cleaned = _fitting(cleaned, 120 - len(suffix), 240 - len(suffix.encode())) + suffix
    return cleaned.rstrip(" .") or "unnamed"


def _fitting(text: str, characters: int, size: int) -> str:
    """The beginning of a text that fits into so many characters and bytes."""
    return text[:characters].encode()[:size].decode(errors="ignore")
