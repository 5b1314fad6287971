"""A content on its way in: anything that is accepted, made to be read several times."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from core.artifacts.content_type import HEAD, content_type
from core.storage.part_file import written

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes in memory or in a file; ``is_json`` if they were made from data."""

    data: bytes | Path
    is_json: bool = False

    def chunks(self) -> Iterable[bytes]:
        """The bytes, a megabyte of a file at a time."""
        return _file_chunks(self.data) if isinstance(self.data, Path) else (self.data,)

    def size(self) -> int:
        """Bytes."""
        return self.data.stat().st_size if isinstance(self.data, Path) else len(self.data)

    def content_type(self, name: str) -> str:
        """The media type by the name, else by what it is."""
        head = next(iter(self.chunks()), b"")[:HEAD]
        found = content_type(name, head)
        return "application/json" if self.is_json and found == "text/plain" else found

    def sha256(self) -> str:
        """The digest, read for it."""
        digest = Digest(self.chunks())
        for _ in digest:
            pass
        return digest.hexdigest()


class Digest:
    """Passes chunks on; counts and hashes them on the way."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks
        self._hash = sha256()
        self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._hash.update(chunk)
            self.size += len(chunk)
            yield chunk

    def hexdigest(self) -> str:
        """The digest of what has passed."""
        return self._hash.hexdigest()


@contextmanager
def opened(content: Any, folder: Path) -> Iterator[Source]:
    """Text, bytes, JSON-like data, a file, or an iterable of bytes, which the folder holds meanwhile."""
    if isinstance(content, Path):
        yield Source(content)
    elif isinstance(content, bytes | bytearray | memoryview):
        yield Source(bytes(content))
    elif isinstance(content, str):
        yield Source(content.encode())
    elif content is None or isinstance(content, dict | list | int | float):
        yield Source(orjson.dumps(content), is_json=True)
    else:
        with written(folder, content) as part:
            yield Source(part.path)


def _file_chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk
