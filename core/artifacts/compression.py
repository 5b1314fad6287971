"""Contents that are kept smaller than they are."""

import zlib
from collections.abc import Iterable, Iterator

from core.errors import StorageError

GAINS = frozenset({"application/json", "image/svg+xml"})
WORTH_IT = 4096
"""Bytes; under this there is little to gain."""

CHUNK = 1 << 20
GZIP = 31
"""What zlib calls gzip with its largest window."""


def gains(content_type: str, size: int) -> bool:
    """Whether a content of this type, of so many bytes, becomes much smaller."""
    return size >= WORTH_IT and (content_type in GAINS or content_type.startswith("text/"))


def compressed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks as gzip."""
    press = zlib.compressobj(level=6, wbits=GZIP)
    for chunk in chunks:
        if out := press.compress(chunk):
            yield out
    yield press.flush()


def decompressed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """What was compressed, a megabyte at a time at most; raises StorageError for what is damaged."""
    press = zlib.decompressobj(wbits=GZIP)
    try:
        for chunk in chunks:
            yield press.decompress(chunk, CHUNK)
            while press.unconsumed_tail:
                yield press.decompress(press.unconsumed_tail, CHUNK)
        yield press.flush()
    except zlib.error as error:
        raise damaged() from error
    if not press.eof:
        raise damaged()


def damaged() -> StorageError:
    """What is said of a content that is not what was stored."""
    return StorageError(
        "The content of that artifact is damaged; create it again, and tell an admin of this bot."
    )
