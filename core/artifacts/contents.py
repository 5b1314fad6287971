"""Contents of artifacts as they rest: plain, compressed, encrypted; and as readers have them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from core.artifact import ArtifactVersion
from core.artifacts.compression import compressed, damaged, decompressed, gains
from core.artifacts.content import Digest, Source
from core.errors import StorageError
from core.storage.blob_store import AddressedBlobs, BlobStore
from core.storage.encrypted_blobs import EncryptedBlobs
from core.storage.local_copies import LocalCopies


@dataclass(frozen=True, slots=True)
class Encryption:
    """Where encrypted contents rest, and which classes of artifacts are; None: all of them."""

    blobs: EncryptedBlobs
    classes: Collection[str] | None = None

    def covers(self, classes: Collection[str]) -> bool:
        """Whether an artifact of these classes is encrypted."""
        return self.classes is None or not set(classes).isdisjoint(self.classes)


@dataclass(frozen=True, slots=True)
class New:
    """What is to be stored where: the version's number, and the classes of its artifact."""

    key: str
    number: int
    content_type: str
    classes: Collection[str]


class ArtifactContents:
    """Readers get a local file with the plain content, whose digest is that of the record.

    With ``copies``, where contents rest elsewhere, they are copied from there, and kept compressed if that is
    worth it. Without, plain ones are read where they rest. Raises StorageError.
    """

    def __init__(
        self, blobs: BlobStore, copies: LocalCopies | None = None, encryption: Encryption | None = None
    ) -> None:
        self._blobs = blobs
        self._copies = copies
        self._encryption = encryption

    def write(self, new: New, source: Source) -> ArtifactVersion:
        """Store a content; raises FileExistsError if the key is taken."""
        digest = Digest(source.chunks())
        encrypted = self._encryption is not None and self._encryption.covers(new.classes)
        smaller = self._copies is not None and gains(new.content_type, source.size())
        self._resting(encrypted=encrypted).write(new.key, compressed(digest) if smaller else digest)
        return ArtifactVersion(
            number=new.number,
            key=new.key,
            sha256=digest.hexdigest(),
            size_bytes=digest.size,
            content_type=new.content_type,
            created_at=datetime.now(UTC),
            encoding="gzip" if smaller else "",
            encrypted=encrypted,
        )

    def path(self, version: ArtifactVersion) -> Path:
        """A local file with the content, to be read at once; raises FileNotFoundError."""
        resting = self._resting(encrypted=version.encrypted)
        copies = resting.copies if isinstance(resting, EncryptedBlobs) else self._copies
        if copies is None:
            return resting.path(version.key)
        return copies.path(_copy(version.key), lambda: _checked(version, resting.read(version.key)))

    def address(self, version: ArtifactVersion, name: str, seconds: int) -> str | None:
        """An address that hands the content out as it rests; None where that is not the content itself."""
        if version.encrypted or version.encoding or not isinstance(self._blobs, AddressedBlobs):
            return None
        return self._blobs.address(version.key, name, version.content_type, seconds)

    def delete(self, key: str) -> bool:
        """Remove a content and its local copies; whether there was one."""
        for copies in self._all_copies():
            copies.drop(_copy(key))
        return self._blobs.delete(key)

    def put_away(self, key: str) -> None:
        """Remove a content and its local copies; the history of where it rests keeps what it keeps."""
        for copies in self._all_copies():
            copies.drop(_copy(key))
        self._blobs.put_away(key)

    def keys(self, prefix: str) -> Iterator[str]:
        """The keys that begin so, in order."""
        return self._blobs.keys(prefix)

    def shrink(self) -> None:
        """Let go of local copies that are too old or too many."""
        for copies in self._all_copies():
            copies.shrink()

    def drop_opened(self) -> None:
        """Let go of decrypted copies that nobody has read for some time."""
        if self._encryption:
            self._encryption.blobs.copies.shrink()

    def _all_copies(self) -> Iterator[LocalCopies]:
        if self._copies:
            yield self._copies
        if self._encryption:
            yield self._encryption.blobs.copies

    def _resting(self, *, encrypted: bool) -> BlobStore:
        if not encrypted:
            return self._blobs
        if self._encryption is None:
            raise StorageError("That artifact is encrypted, and no key is set up; tell an admin of this bot.")
        return self._encryption.blobs


def _copy(key: str) -> str:
    """The name of a plain copy: blob stores may keep copies of what rests there beside it."""
    return f"content:{key}"


def _checked(version: ArtifactVersion, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The content itself; raises StorageError at the end if it is not what was stored."""
    digest = Digest(decompressed(chunks) if version.encoding else chunks)
    yield from digest
    if digest.hexdigest() != version.sha256:
        raise damaged()
