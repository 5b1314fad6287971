"""Contents of any size, written to S3 in parts that fit into memory."""

import random
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any
from uuid import uuid4

import structlog

from core.errors import StorageError, StoreUnavailable
from core.storage.s3_wire import WrittenMeanwhile

logger = structlog.get_logger()

PART = 8 << 20
"""Bytes held in memory at once; S3 takes 10,000 parts, so 78 GB."""

WRITE = "written-as"
"""The metadata of an object that say which write it is of."""

TRIES = 5
"""Times that an object is put while others write the same key."""


class Upload:
    """``call`` asks an operation of S3's client for one bucket; ``encryption`` goes with each new object.

    The managed transfers of boto3 cannot say that nothing may be there yet, so the parts are sent here. A
    write whose answer was lost, and which botocore makes again therefore, finds its own token at the key and
    counts as done.
    """

    def __init__(self, call: Callable[..., Any], encryption: dict[str, str]) -> None:
        self._call = call
        self._encryption = encryption

    def write(self, key: str, chunks: Iterable[bytes]) -> int:
        """Write a new object; the size in bytes. Raises FileExistsError if the key is taken."""
        parts = _parts(chunks)
        first = next(parts, b"")
        new = {"Metadata": {WRITE: uuid4().hex}, **self._encryption}
        if len(first) < PART:
            self._put(key, first, new)
            return len(first)
        return self._write_all(key, first, parts, new)

    def _put(self, key: str, content: bytes, new: dict[str, Any]) -> None:
        """Put an object in one; where somebody else is about to, see again what there is."""
        for attempt in range(TRIES):
            try:
                self._call("put_object", Key=key, Body=content, IfNoneMatch="*", **new)
            except WrittenMeanwhile:
                time.sleep(random.uniform(0, 0.05 * 2**attempt))
            except FileExistsError:
                if not self._is_written(key, new):
                    raise
                return
            else:
                return
        raise _written_by_others()

    def _write_all(self, key: str, first: bytes, parts: Iterator[bytes], new: dict[str, Any]) -> int:
        upload = self._call("create_multipart_upload", Key=key, **new)["UploadId"]
        try:
            done, size = [self._part(key, upload, 1, first)], len(first)
            del first
            for number, part in enumerate(parts, start=2):
                done.append(self._part(key, upload, number, part))
                size += len(part)
            self._complete(key, upload, done, new)
        except BaseException:
            self._abort(key, upload)
            raise
        return size

    def _complete(self, key: str, upload: str, done: list[dict[str, Any]], new: dict[str, Any]) -> None:
        """Put the parts together; an upload that is not there any more may be done, by an earlier attempt."""
        together = {"Key": key, "UploadId": upload, "MultipartUpload": {"Parts": done}}
        try:
            self._call("complete_multipart_upload", **together, IfNoneMatch="*")
        except WrittenMeanwhile as error:
            raise _written_by_others() from error
        except (FileExistsError, FileNotFoundError) as error:
            if not self._is_written(key, new):
                if isinstance(error, FileExistsError):
                    raise
                raise StoreUnavailable("S3 has lost an upload; try again in a moment.") from error

    def _is_written(self, key: str, new: dict[str, Any]) -> bool:
        """Whether the object at a key is of this very write."""
        with suppress(FileNotFoundError):
            return bool(self._call("head_object", Key=key)["Metadata"] == new["Metadata"])
        return False

    def _part(self, key: str, upload: str, number: int, content: bytes) -> dict[str, Any]:
        answer = self._call("upload_part", Key=key, UploadId=upload, PartNumber=number, Body=content)
        checksums = {name: value for name, value in answer.items() if name == "ChecksumCRC32"}
        return {"PartNumber": number, "ETag": answer["ETag"], **checksums}

    def _abort(self, key: str, upload: str) -> None:
        """Let go of the parts; what cannot be, goes with the bucket's rule for uploads that nobody ended."""
        try:
            with suppress(FileNotFoundError):
                self._call("abort_multipart_upload", Key=key, UploadId=upload)
        except StorageError as error:
            logger.warning("upload_not_aborted", reason=str(error))


def _written_by_others() -> StorageError:
    return StoreUnavailable("Somebody else writes the same in S3; try again in a moment.")


def _parts(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes in parts of the same size, the last one smaller."""
    part = bytearray()
    for chunk in chunks:
        for start in range(0, len(chunk), PART):
            part += memoryview(chunk)[start : start + PART]
            while len(part) >= PART:
                yield bytes(part[:PART])
                del part[:PART]
    yield bytes(part)
