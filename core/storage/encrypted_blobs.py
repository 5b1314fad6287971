"""Contents that leave this process encrypted only."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from core.storage.blob_store import BlobStore
from core.storage.local_copies import LocalCopies


class Sealing(Protocol):
    """Encryption of a stream."""

    def seal(self, chunks: Iterable[bytes], context: Mapping[str, str]) -> Iterator[bytes]:
        """Encrypt; the context is not secret, and must be the same to open it."""
        ...

    def open(self, chunks: Iterable[bytes], context: Mapping[str, str]) -> Iterator[bytes]:
        """Decrypt; raises StorageError for what is not what was sealed."""
        ...


class EncryptedBlobs:
    """A blob store around another one. Each content is bound to its key: elsewhere it cannot be read.

    ``copies`` is where it is decrypted to for those who need a file; it should keep them shortly.
    """

    def __init__(self, blobs: BlobStore, sealing: Sealing, copies: LocalCopies) -> None:
        self._blobs = blobs
        self._sealing = sealing
        self.copies = copies

    def write(self, key: str, chunks: Iterable[bytes]) -> int:
        """Store the chunks under the key; the encrypted size. Raises FileExistsError if it is taken."""
        return self._blobs.write(key, self._sealing.seal(chunks, _context(key)))

    def path(self, key: str) -> Path:
        """A local file with the decrypted content; raises FileNotFoundError."""
        return self.copies.path(key, lambda: self.read(key))

    def read(self, key: str) -> Iterator[bytes]:
        """The decrypted content in chunks; what is cut or changed raises StorageError, at the end at last."""
        return self._sealing.open(self._blobs.read(key), _context(key))

    def delete(self, key: str) -> bool:
        """Remove a content for good; whether there was one."""
        self.copies.drop(key)
        return self._blobs.delete(key)

    def put_away(self, key: str) -> None:
        """Remove a content; the history of the store around it keeps what it keeps."""
        self.copies.drop(key)
        self._blobs.put_away(key)

    def keys(self, prefix: str) -> Iterator[str]:
        """The keys that begin so, in order."""
        return self._blobs.keys(prefix)


def _context(key: str) -> dict[str, str]:
    """What is bound to a content: its key; session and artifact stand in it, and are named for KMS's log."""
    parts = key.split("/")
    named = {"session_id": parts[1], "artifact_id": parts[-1]} if len(parts) > 2 else {}
    return {"key": key, **named}
