"""Where contents rest: of artifacts, snapshots and archives."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol


class BlobStore(Protocol):
    """Contents by key (a relative POSIX path); a key is written whole or not at all, and once."""

    def write(self, key: str, chunks: Iterable[bytes]) -> int:
        """Store the chunks under the key; the size in bytes. Raises FileExistsError if it is taken."""
        ...

    def path(self, key: str) -> Path:
        """A local file with the content, to be read at once; raises FileNotFoundError."""
        ...

    def delete(self, key: str) -> bool:
        """Remove a content for good; whether there was one."""
        ...

    def keys(self, prefix: str) -> Iterator[str]:
        """The keys that begin so, in order."""
        ...
