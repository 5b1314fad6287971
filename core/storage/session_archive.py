"""Conversations at rest: ``archives/{date}/{session_id}.json.gz`` in a blob store."""

import gzip
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from typing import IO

import orjson

from core.errors import StorageError
from core.session import Message, Session
from core.storage.blob_store import BlobStore
from core.storage.ownership import Known, OwnerRecords, Ownership
from core.storage.session_store import Placed

PREFIX = "archives/"
CHUNK = 1 << 20
_SUFFIX = ".json.gz"
_HEAD = b'{"session": '
_MESSAGES = b', "messages": [\n'
_GZIP = zlib.MAX_WBITS | 16


class SessionArchive:
    """Whole conversations, compressed; read and written a message at a time.

    An archive is one JSON document, ``{"session": {...}, "messages": [{"position": ..., ...}, ...]}``, with a
    line for each message. It is never changed: a second one of the same day has the time
    of day after the id (``<session_id>-HHMMSSffffff``).
    """

    def __init__(self, blobs: BlobStore) -> None:
        self._blobs = blobs

    def write(self, session: Session, history: Iterable[Placed]) -> str:
        """Store a conversation and read it back; its key.

        Raises StorageError if what is read is not what was written; nothing may be deleted then.
        """
        with tempfile.TemporaryFile() as spool:
            digest = _compressed(spool, session, history)
            key = self._written(session.session_id, spool)
        if self._digest(key) != digest:
            raise StorageError("An archive did not come back as it was written; nothing was deleted.")
        return key

    def read(self, key: str) -> Iterator[Placed]:
        """The messages of an archive, oldest first; raises FileNotFoundError."""
        for line in self._records(key):
            fields = orjson.loads(line)
            yield Placed(fields.pop("position"), Message.model_validate(fields))

    def delete(self, key: str) -> bool:
        """Remove an archive; whether there was one."""
        return self._blobs.delete(key)

    def put_away(self, key: str) -> None:
        """Remove an archive so that a bucket's versions still give it back."""
        self._blobs.put_away(key)

    def are_of(self, records: OwnerRecords, known: Known) -> bool:
        """Whether all archives surely belong to these records of sessions."""
        return Ownership(records, self._blobs, PREFIX, known).is_sure()

    def session(self, key: str) -> Session:
        """The session as it was when it was archived, without its messages; raises FileNotFoundError."""
        first = next(self._lines(key), b"")
        return Session.model_validate_json(first[len(_HEAD) : -len(_MESSAGES)])

    def keys(self, until: datetime | None = None) -> Iterator[tuple[str, str]]:
        """Every archive, or those from before a day, oldest first: its key and the id of its session."""
        end = f"{PREFIX}{until:%Y-%m-%d}" if until else f"{PREFIX}9999"
        for key in self._blobs.keys(PREFIX):
            if key >= end:
                return
            if key.endswith(_SUFFIX):
                yield key, session_of(key)

    def _written(self, session_id: str, spool: IO[bytes]) -> str:
        """Store the document under a key that was free."""
        now = datetime.now(UTC)
        for name in (session_id, f"{session_id}-{now:%H%M%S%f}"):
            key = f"{PREFIX}{now:%Y-%m-%d}/{name}{_SUFFIX}"
            spool.seek(0)
            with suppress(FileExistsError):
                self._blobs.write(key, iter(lambda: spool.read(CHUNK), b""))
                return key
        raise StorageError("An archive cannot be written, its name is taken; try again in a moment.")

    def _digest(self, key: str) -> str:
        """Of the document; empty for one that cannot be read."""
        digest = sha256()
        try:
            for line in self._lines(key):
                digest.update(line)
        except (OSError, EOFError, zlib.error):
            return ""
        return digest.hexdigest()

    def _records(self, key: str) -> Iterator[bytes]:
        """The JSON of each message."""
        lines = self._lines(key)
        next(lines, None)
        return (line.rstrip(b",\n") for line in lines if line.startswith(b"{"))

    def _lines(self, key: str) -> Iterator[bytes]:
        """The lines of the document; raises EOFError for one that was cut short."""
        unpacked = zlib.decompressobj(_GZIP)
        begun: list[bytes] = []
        for chunk in self._blobs.read(key):
            *ended, rest = (unpacked.decompress(chunk)).split(b"\n")
            for piece in ended:
                yield b"".join([*begun, piece, b"\n"])
                begun.clear()
            begun.append(rest)
        if not unpacked.eof:
            raise EOFError(key)


def session_of(key: str) -> str:
    """The id of the session that an archive is of."""
    return key.rsplit("/", 1)[-1].removesuffix(_SUFFIX).split("-")[0]


def _compressed(spool: IO[bytes], session: Session, history: Iterable[Placed]) -> str:
    """Write the document; its digest."""
    digest = sha256()
    with gzip.GzipFile(fileobj=spool, mode="wb", mtime=0) as stream:
        for piece in _pieces(session, history):
            digest.update(piece)
            stream.write(piece)
    return digest.hexdigest()


def _pieces(session: Session, history: Iterable[Placed]) -> Iterator[bytes]:
    """The document; every message has a line of its own."""
    yield _HEAD + session.model_dump_json(exclude={"conversation_history"}).encode() + _MESSAGES
    ends = b""
    for placed in history:
        fields = {"position": placed.position, **placed.message.model_dump(mode="json")}
        yield ends + orjson.dumps(fields)
        ends = b",\n"
    yield b"\n]}\n"
