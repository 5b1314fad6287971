"""Contents as objects in a bucket of S3."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from core.aws_client import aws_client
from core.errors import StorageError, StoreUnavailable
from core.storage.breaker import Breaker
from core.storage.local_copies import LocalCopies
from core.storage.s3_upload import Upload
from core.storage.s3_wire import s3_answers

CHUNK = 1 << 20
READS = 3
"""Times that a content is read on where the connection broke."""

READ_SECONDS = 5.0
"""How long S3 may be silent before that attempt is over."""

JOIN_SECONDS = 60.0
"""The same, while it puts the parts of a large content together."""


class S3Blobs:
    """Objects that are never overwritten, even in a bucket without versions. Raises StorageError.

    ``kms_key`` encrypts; without it the bucket's own settings do. Safe for several threads.
    """

    def __init__(self, bucket: str, region: str, copies: LocalCopies, kms_key: str | None = None) -> None:
        self.bucket = bucket
        self._region = region
        self._copies = copies
        self._breaker = Breaker("S3")
        encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": kms_key} if kms_key else {}
        try:
            self._client = aws_client("s3", region, connect=3, read=READ_SECONDS, attempts=3)
        except ValueError as error:
            raise StorageError("S3 cannot be used as it is set up; check AWS_REGION.") from error
        self._upload = Upload(self._call, encryption)

    def write(self, key: str, chunks: Iterable[bytes]) -> int:
        """Store the chunks under the key; the size in bytes. Raises FileExistsError if it is taken."""
        return self._upload.write(key, chunks)

    def path(self, key: str) -> Path:
        """A local copy of the content; raises FileNotFoundError."""
        return self._copies.path(key, lambda: self.read(key))

    def read(self, key: str) -> Iterator[bytes]:
        """The content in chunks; raises FileNotFoundError. A broken connection is taken up where it broke."""
        given, mark = 0, ""
        for left in reversed(range(READS)):
            asked = {"Range": f"bytes={given}-", "IfMatch": mark} if given else {}
            answer = self._call("get_object", Key=key, **asked)
            if given and "ContentRange" not in answer:
                raise StoreUnavailable("S3 does not give the rest of a content; try again in a moment.")
            mark = answer["ETag"]
            try:
                for chunk in self._chunks(answer):
                    given += len(chunk)
                    yield chunk
            except StoreUnavailable:
                if not left:
                    raise
            else:
                return

    def delete(self, key: str) -> bool:
        """Remove an object with all its versions and marks; whether there was one."""
        known = list(self._versions(key))
        for start in range(0, len(known), 1000):
            objects = {"Objects": known[start : start + 1000], "Quiet": True}
            if self._call("delete_objects", Delete=objects).get("Errors"):
                raise StorageError("S3 does not let contents be deleted; tell an admin of this bot.")
        self._copies.drop(key)
        return bool(known)

    def put_away(self, key: str) -> None:
        """Lay a delete marker over an object: the bucket's rule removes what is under it after days."""
        self._call("delete_object", Key=key)
        self._copies.drop(key)

    def keys(self, prefix: str) -> Iterator[str]:
        """The keys that begin so, in order."""
        asked: dict[str, str] = {}
        while True:
            answer = self._call("list_objects_v2", Prefix=prefix, **asked)
            yield from (each["Key"] for each in answer.get("Contents", []))
            if not answer.get("IsTruncated"):
                return
            asked = {"ContinuationToken": answer["NextContinuationToken"]}

    def address(self, key: str, name: str, content_type: str, seconds: int) -> str:
        """An address that hands the object out under a name, to whoever has it; never log it."""
        place = {
            "Bucket": self.bucket,
            "Key": key,
            "ResponseContentType": content_type,
            "ResponseContentDisposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        }
        return str(self._client.generate_presigned_url("get_object", place, ExpiresIn=seconds))

    def _versions(self, key: str) -> Iterator[dict[str, str]]:
        """Each version and delete marker of exactly this key."""
        asked: dict[str, str] = {}
        while True:
            answer = self._call("list_object_versions", Prefix=key, **asked)
            listed = [*answer.get("Versions", []), *answer.get("DeleteMarkers", [])]
            for each in listed:
                if each["Key"] == key:
                    yield {"Key": key, "VersionId": each["VersionId"]}
            if not answer.get("IsTruncated") or answer["NextKeyMarker"] != key:
                return
            asked = {"KeyMarker": key, "VersionIdMarker": answer["NextVersionIdMarker"]}

    def _chunks(self, answer: Any) -> Iterator[bytes]:
        with self._breaker.guard(StoreUnavailable), s3_answers(self.bucket), closing(answer["Body"]) as body:
            yield from body.iter_chunks(CHUNK)

    def _call(self, operation: str, **asked: Any) -> Any:
        client = self._patient if operation == "complete_multipart_upload" else self._client
        with self._breaker.guard(StoreUnavailable), s3_answers(self.bucket):
            return getattr(client, operation)(Bucket=self.bucket, **asked)

    @cached_property
    def _patient(self) -> Any:
        """For what takes S3 long: putting many parts together."""
        return aws_client("s3", self._region, connect=3, read=JOIN_SECONDS, attempts=2)
