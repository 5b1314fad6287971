"""S3 in memory: the kit's own S3Operations, on a fake of the connection."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from hashlib import md5
from io import BytesIO
from typing import Any

from core.devkit.faults import Fault, Faults, refused
from core.settings import Settings
from core.tools.s3_operations import S3Operations

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


class FakeS3(S3Operations):
    """Give it what is there: contents by ``key`` (of its own bucket) or by ``s3://bucket/key``.

    It fails with ``fails``, each time or so many ``times``, and from ``fail(…)`` on. Limits, JSON and the
    sentences for people are those of the real one.
    """

    def __init__(
        self,
        objects: Mapping[str, str | bytes] | None = None,
        *,
        bucket: str = "fake",
        fails: Fault | None = None,
        times: int | None = None,
    ) -> None:
        super().__init__(bucket, Settings.model_construct())
        self._faults = Faults("s3", fails, times)
        self._wire = _Wire(self._faults)
        for address, content in (objects or {}).items():
            location = self._location(address)
            data = content.encode() if isinstance(content, str) else content
            self._wire.keep(location.bucket, location.key, data)

    @property
    def objects(self) -> dict[str, bytes]:
        """What is there now, by ``s3://bucket/key``."""
        return {f"s3://{bucket}/{key}": data for (bucket, key), (data, _) in self._wire.kept.items()}

    def fail(self, fails: Fault | None, times: int | None = None) -> None:
        """Fail from now on; None: work."""
        self._faults.fail(fails, times)

    @cached_property
    def _client(self) -> Any:
        return self._wire

    @cached_property
    def _hasty_client(self) -> Any:
        return self._wire


class _Wire:
    """What S3Operations calls of a client of boto3. Each write is a second after the one before."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._now = BEGINNING
        self.kept: dict[tuple[str, str], tuple[bytes, datetime]] = {}

    def keep(self, bucket: str, key: str, data: bytes) -> None:
        self._now += timedelta(seconds=1)
        self.kept[bucket, key] = data, self._now

    def put_object(self, *, Bucket: str, Key: str, Body: Any, **_: Any) -> None:  # noqa: N803 - boto3's names
        self._faults.strike("PutObject")
        self.keep(Bucket, Key, Body if isinstance(Body, bytes) else Body.read())

    def get_object(self, *, Bucket: str, Key: str) -> dict[str, Any]:  # noqa: N803 - boto3's names
        from botocore.response import StreamingBody

        self._faults.strike("GetObject")
        found = self._found("GetObject", Bucket, Key)
        data = self.kept[Bucket, Key][0]
        return found | {"Body": StreamingBody(BytesIO(data), len(data))}

    def head_object(self, *, Bucket: str, Key: str) -> dict[str, Any]:  # noqa: N803 - boto3's names
        self._faults.strike("HeadObject")
        return self._found("HeadObject", Bucket, Key)

    def generate_presigned_url(self, _method: str, place: dict[str, str], *, ExpiresIn: int) -> str:  # noqa: N803
        """No request is made for it."""
        return f"https://{place['Bucket']}.s3.fake.invalid/{place['Key']}?X-Amz-Expires={ExpiresIn}"

    def get_paginator(self, _operation: str) -> "_Wire":
        return self

    def paginate(self, *, Bucket: str, Prefix: str) -> Iterator[dict[str, Any]]:  # noqa: N803 - boto3's names
        self._faults.strike("ListObjectsV2")
        found = sorted(key for bucket, key in self.kept if bucket == Bucket and key.startswith(Prefix))
        yield {"Contents": [{"Key": key} for key in found]}

    def _found(self, operation: str, bucket: str, key: str) -> dict[str, Any]:
        if (bucket, key) not in self.kept:
            raise refused(operation, "NoSuchKey", 404)
        data, modified = self.kept[bucket, key]
        tag = md5(data, usedforsecurity=False).hexdigest()
        return {"LastModified": modified, "ETag": f'"{tag}"', "ContentLength": len(data)}
