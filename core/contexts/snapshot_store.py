"""Snapshots of contexts: the content as JSON in a blob store, the record beside it."""

import gzip
import re
import zlib
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime
from itertools import islice

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from core.contexts.snapshot import ID, ContextSnapshot, SnapshotContent, SnapshotRecord
from core.errors import StorageError, UserFacingError
from core.one_line import one_line
from core.storage.blob_store import BlobStore
from core.storage.ownership import Ownership
from core.storage.snapshot_records import SnapshotRecords

FOLDER = "contexts"

LABEL = 80
"""Characters of a checkpoint's name; longer ones are cut."""

_OWN = rf"{FOLDER}/[A-Za-z0-9_-]+/{ID}"
"""The keys that are written here."""

NAMED = 10
"""Checkpoints that are named where the wanted one is not there."""


class SnapshotCount(BaseModel):
    """Snapshots of a session: their records, and their contents."""

    model_config = ConfigDict(frozen=True)

    records: int = 0
    contents: int = 0


class SnapshotStore:
    """A record stands before its content and goes after it: no crash leaves contents that nobody knows of.

    Blocking calls; raises StorageError.
    """

    def __init__(self, records: SnapshotRecords, blobs: BlobStore) -> None:
        self._records = records
        self._blobs = blobs
        self._ownership = Ownership(records, blobs, f"{FOLDER}/", self._known)

    def keep(self, record: SnapshotRecord, content: SnapshotContent, *, compress: bool) -> SnapshotRecord:
        """Store a snapshot; the record with its sizes. Compressed where that is wanted and gains."""
        plain = orjson.dumps(content.model_dump())
        packed = gzip.compress(plain, mtime=0) if compress else plain
        stored = min(plain, packed, key=len)
        record = record.model_copy(
            update={
                "compressed": stored is not plain,
                "original_size": len(plain),
                "compressed_size": len(stored),
            }
        )
        self._ownership.claim()
        self._records.save(record)
        try:
            self._blobs.write(_key(record), [stored])
        except BaseException as error:
            with suppress(StorageError):  # it may stand there, unanswered; later, it is cleared away
                self._blobs.delete(_key(record))
            self._records.delete([record.snapshot_id])
            if isinstance(error, FileExistsError):
                raise StorageError("That snapshot could not be written; try again in a moment.") from error
            raise
        return record

    def get(self, snapshot_id: str) -> ContextSnapshot:
        """The whole of a snapshot; raises UserFacingError where it is not there, or cannot be read."""
        record = self._records.get(snapshot_id) if re.fullmatch(ID, snapshot_id) else None
        if record is None:
            raise UserFacingError("That snapshot does not exist any more; make a new one.")
        return self.read(record)

    def read(self, record: SnapshotRecord) -> ContextSnapshot:
        """The content of a record; raises UserFacingError where it is not there, or cannot be read."""
        try:
            content = SnapshotContent.model_validate_json(self._content(record))
        except (FileNotFoundError, zlib.error, ValidationError) as error:
            raise UserFacingError("The content of that snapshot is lost; choose another one.") from error
        return ContextSnapshot(**record.model_dump(), **content.model_dump())

    def of_session(self, session_id: str) -> list[SnapshotRecord]:
        """The snapshots of a session, newest first."""
        return self._records.of_session(_checked(session_id))

    def find(self, session_id: str, id_or_label: str) -> SnapshotRecord:
        """The snapshot of this session with this id, or the newest one with this name.

        Raises UserFacingError that names those there are.
        """
        records = self.of_session(session_id)
        wanted = one_line(id_or_label, LABEL)
        for record in records:
            if wanted and wanted in (record.snapshot_id, record.label):
                return record
        raise UserFacingError(f"This thread has no such checkpoint. {_there(records)}")

    def forget(self, session_id: str) -> SnapshotCount:
        """Remove every snapshot of a session; how many records and contents there were."""
        keys = list(self._blobs.keys(f"{FOLDER}/{_checked(session_id)}/"))
        ids = {key.rpartition("/")[2] for key in keys}  # an index may lag, the contents do not
        ids |= {record.snapshot_id for record in self.of_session(session_id)}
        contents = sum(map(self._blobs.delete, keys))
        return SnapshotCount(records=self._records.delete(sorted(ids)), contents=contents)

    def left(self, session_id: str) -> SnapshotCount:
        """What there is of a session, looked up anew."""
        keys = list(self._blobs.keys(f"{FOLDER}/{_checked(session_id)}/"))
        return SnapshotCount(records=len(self.of_session(session_id)), contents=len(keys))

    def delete(self, record: SnapshotRecord) -> bool:
        """Remove one snapshot; whether there was one."""
        had_content = self._blobs.delete(_key(record))
        return self._records.delete([record.snapshot_id]) > 0 or had_content

    def delete_before(self, moment: datetime) -> int:
        """Remove the snapshots that are older than this; how many there were.

        Contents without a record are put away, if they are surely ours: a record stands before its content.
        """
        deleted = sum(map(self.delete, self._records.before(moment)))
        if self._ownership.is_sure():
            self._put_strays_away()
        return deleted

    def _put_strays_away(self) -> None:
        contents = (key for key in self._blobs.keys(f"{FOLDER}/") if re.fullmatch(_OWN, key))
        while keys := list(islice(contents, 100)):
            known = self._known(keys)
            for key in keys:
                if key not in known:
                    self._blobs.put_away(key)

    def _known(self, keys: Collection[str]) -> set[str]:
        """Those of the keys that have a record."""
        ids = {key: key.rpartition("/")[2] for key in keys if re.fullmatch(_OWN, key)}
        existing = self._records.existing(set(ids.values()))
        return {key for key, each in ids.items() if each in existing}

    def _content(self, record: SnapshotRecord) -> bytes:
        """The JSON, never more than was put in; no copy of it is left on this machine."""
        stored = b"".join(self._blobs.read(_key(record)))
        if not record.compressed:
            return stored
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(stored, record.original_size + 1)


def _there(records: Iterable[SnapshotRecord]) -> str:
    """The names of checkpoints in a sentence, as Markdown code."""
    names = dict.fromkeys(record.label.replace("`", "'") for record in records if record.label)
    known = ", ".join(f"`{name}`" for name in list(names)[:NAMED])
    return f"There is: {known}." if known else "There is none yet."


def _key(record: SnapshotRecord) -> str:
    return f"{FOLDER}/{_checked(record.session_id)}/{record.snapshot_id}"


def _checked(session_id: str) -> str:
    """A session's id as a part of a key; raises UserFacingError for what cannot be one."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,128}", session_id):
        raise UserFacingError("That is no id of a conversation.")
    return session_id
