"""A file or value that a workflow produced or was given, and what is known about it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Annotated, Self
from uuid import uuid4

from pydantic import AfterValidator, BaseModel, Field, model_validator

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


def _whole_second(moment: datetime) -> datetime:
    """In UTC, which times without a zone are taken for; DynamoDB counts such times in seconds."""
    known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return known.astimezone(UTC).replace(microsecond=0)


Expiry = Annotated[datetime, AfterValidator(_whole_second)]


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
    same identity always gives the same id, and storing another content makes its next version. After ``ttl``
    it is deleted. ``run_id`` is the run that makes it, or that it was brought to.
    """

    session_id: str
    workflow_name: str
    artifact_type: ArtifactType = ArtifactType.RESULT
    name: str = "artifact"
    kind: str = Field("file", pattern=NAME)
    created_by: str = ""
    run_id: str = ""
    parent_artifacts: list[str] = Field(default_factory=list)
    derived_from: str | None = None
    ttl: Expiry | None = None
    identity: str | None = None
    origin: Origin | None = None

    def new_id(self) -> str:
        """``artifact_<kind>_<16 hexadecimal digits>``."""
        digest = sha256(self.identity.encode()).hexdigest() if self.identity else uuid4().hex
        return f"artifact_{self.kind}_{digest[:16]}"


class ArtifactVersion(BaseModel):
    """One content of an artifact: where it rests, and how.

    ``sha256`` and ``size_bytes`` are of the content itself, not of what is kept of it compressed
    (``encoding`` "gzip") or encrypted.
    """

    number: int
    key: str
    sha256: str
    size_bytes: int
    content_type: str
    created_at: datetime
    encoding: str = ""
    encrypted: bool = False


class Artifact(BaseModel):
    """The record of an artifact as of one ``version``; the content is fetched on its own.

    ``owner`` is the artifact whose contents a shared one refers to; that one knows them as ``shared_as``.
    What is ``removed`` but still shared is kept for those alone. ``ttl_given``: its maker asked for the
    ``ttl``, it is not what the settings said.
    """

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
    version: int = 1
    versions: list[ArtifactVersion] = Field(default_factory=list)
    created_at: datetime = Field(default_factory=lambda: datetime.now(UTC))
    created_by: str = ""
    run_id: str = ""
    parent_artifacts: list[str] = Field(default_factory=list)
    child_artifacts: list[str] = Field(default_factory=list)
    derived_from: str | None = None
    owner: str | None = None
    shared_as: list[str] = Field(default_factory=list)
    removed: bool = False
    ttl: Expiry | None = None
    ttl_given: bool = False
    origin: Origin | None = None
    access_count: int = 0
    last_accessed: datetime | None = None

    @model_validator(mode="after")
    def _with_versions(self) -> Self:
        """What was stored before there were versions is its first one."""
        if not self.versions:
            first = {
                name: getattr(self, name) for name in ArtifactVersion.model_fields if name in self.__dict__
            }
            self.versions.append(ArtifactVersion(number=self.version, **first))
        return self

    @property
    def content(self) -> ArtifactVersion:
        """Where the content of this version rests."""
        return next(each for each in self.versions if each.number == self.version)

    def at(self, number: int) -> "Artifact | None":
        """The record as of another version, if there is one."""
        found = [each for each in self.versions if each.number == number]
        return self.model_copy(update=as_of(found)) if found else None

    @property
    def classes(self) -> tuple[str, str]:
        """What a policy may call it."""
        return self.kind, str(self.artifact_type)


def as_of(versions: Sequence[ArtifactVersion]) -> dict[str, object]:
    """The fields of a record that are those of the last of these versions."""
    last = versions[-1]
    same = ("key", "sha256", "size_bytes", "content_type")
    return {"version": last.number, **{name: getattr(last, name) for name in same}}


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
