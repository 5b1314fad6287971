"""Contents of any size, written to S3 in parts that fit into memory."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import structlog

from core.errors import StorageError

logger = structlog.get_logger()

PART = 8 << 20
"""Bytes held in memory at once; S3 takes 10,000 parts, so 78 GB."""


class Upload:
    """``call`` asks an operation of S3's client for one bucket; ``encryption`` goes with each new object.

    The managed transfers of boto3 cannot say that nothing may be there yet, so the parts are sent here.
    """

    def __init__(self, call: Callable[..., Any], encryption: dict[str, str]) -> None:
        self._call = call
        self._encryption = encryption

    def write(self, key: str, chunks: Iterable[bytes]) -> int:
        """Write a new object; the size in bytes. Raises FileExistsError if the key is taken."""
        parts = _parts(chunks)
        first = next(parts, b"")
        if len(first) < PART:
            self._call("put_object", Key=key, Body=first, IfNoneMatch="*", **self._encryption)
            return len(first)
        return self._write_all(key, first, parts)

    def _write_all(self, key: str, first: bytes, parts: Iterator[bytes]) -> int:
        upload = self._call("create_multipart_upload", Key=key, **self._encryption)["UploadId"]
        try:
            done, size = [self._part(key, upload, 1, first)], len(first)
            del first
            for number, part in enumerate(parts, start=2):
                done.append(self._part(key, upload, number, part))
                size += len(part)
            self._call(
                "complete_multipart_upload",
                Key=key,
                UploadId=upload,
                MultipartUpload={"Parts": done},
                IfNoneMatch="*",
            )
        except BaseException:
            self._abort(key, upload)
            raise
        return size

    def _part(self, key: str, upload: str, number: int, content: bytes) -> dict[str, Any]:
        answer = self._call("upload_part", Key=key, UploadId=upload, PartNumber=number, Body=content)
        checksums = {name: value for name, value in answer.items() if name == "ChecksumCRC32"}
        return {"PartNumber": number, "ETag": answer["ETag"], **checksums}

    def _abort(self, key: str, upload: str) -> None:
        """Let go of the parts; what cannot be, goes with the bucket's rule for uploads that nobody ended."""
        try:
            self._call("abort_multipart_upload", Key=key, UploadId=upload)
        except StorageError as error:
            logger.warning("upload_not_aborted", reason=str(error))


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
