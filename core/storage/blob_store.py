"""Where contents rest: of artifacts, snapshots and archives."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol, runtime_checkable


class BlobStore(Protocol):
    """Contents by key (a relative POSIX path); a key is written whole or not at all, and once."""

    def write(self, key: str, chunks: Iterable[bytes]) -> int:
        """Store the chunks under the key; the size in bytes. Raises FileExistsError if it is taken."""
        ...

    def path(self, key: str) -> Path:
        """A local file with the content, to be read at once; raises FileNotFoundError."""
        ...

    def read(self, key: str) -> Iterator[bytes]:
        """The content in chunks, to be read once; raises FileNotFoundError."""
        ...

    def delete(self, key: str) -> bool:
        """Remove a content for good; whether there was one."""
        ...

    def put_away(self, key: str) -> None:
        """Remove a content so that the store's own history, where it has one, still gives it back."""
        ...

    def keys(self, prefix: str) -> Iterator[str]:
        """The keys that begin so, in order."""
        ...


@runtime_checkable
class AddressedBlobs(Protocol):
    """Contents that a browser can be sent to."""

    def address(self, key: str, name: str, content_type: str, seconds: int) -> str:
        """An address that hands a content out under a name, to whoever has it; never log it."""
        ...
