"""The tables and the bucket of a company as a health probe tries them: bounded, and left as they were."""

import time
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from core.aws_client import aws_client
from core.errors import StorageError
from core.logged_errors import kind_of
from core.settings import Settings
from core.storage.tables import Table

USED_SECONDS = 300.0
REFUSED_SECONDS = 30.0
"""How long it is believed that a bucket can be used, or cannot: each try costs, and may leave a version."""

PROBE = b"probe"
KEY = "probe/health"


def _client(kind: str, region: str) -> Any:
    return aws_client(kind, region, connect=1, read=1, attempts=1)


def use_bucket(client: Any, settings: Settings, key: str) -> None:
    """Put an object as contents are put, read it and delete it for good.

    Raises StorageError for a bucket that gives something else back, and botocore's own.
    """
    place, kms_key = {"Bucket": settings.artifact_bucket, "Key": key}, settings.dataops_kms_key
    encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": kms_key} if kms_key else {}
    version = client.put_object(**place, **encryption, Body=PROBE).get("VersionId")
    try:
        read = client.get_object(**place)["Body"].read()
    finally:
        client.delete_object(**place, **({"VersionId": version} if version else {}))
    if read != PROBE:
        raise StorageError("The bucket does not give back what was put there.")


class TablesProbe:
    """Reads a key that no table has from each; one that cannot be read is named in the log."""

    def __init__(self, region: str, tables: Sequence[Table]) -> None:
        self._region = region
        self._tables = tables

    def __call__(self) -> str:
        """Raises StorageError."""
        for table in self._tables:
            key = {name: {"S": "probe"} for name in (table.key, table.sort) if name}
            try:
                self._dynamodb.get_item(TableName=table.name, Key=key)
            except Exception as error:
                raise StorageError(f"table {table.name}: {kind_of(error)}") from error
        return "DynamoDB answers."

    @cached_property
    def _dynamodb(self) -> Any:
        return _client("dynamodb", self._region)


class BucketProbe:
    """Puts one object, reads it and deletes it for good, now and then; else the bucket is only asked."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._clock = clock
        self._known_until = float("-inf")
        self._trouble: Exception | None = None

    def __call__(self) -> str:
        """Raises StorageError for a bucket that the object could not go to and from, or botocore's own."""
        if self._clock() >= self._known_until:
            self._try()
        if self._trouble is not None:
            raise StorageError(f"the bucket: {kind_of(self._trouble)}") from self._trouble
        self._s3.list_objects_v2(Bucket=self._settings.artifact_bucket, MaxKeys=1, Prefix="probe/")
        return "The bucket answers."

    def _try(self) -> None:
        self._trouble = None
        try:
            use_bucket(self._s3, self._settings, KEY)
        except Exception as error:  # noqa: BLE001 - whatever it is, the bucket cannot be used
            self._trouble = error
        self._known_until = self._clock() + (USED_SECONDS if self._trouble is None else REFUSED_SECONDS)

    @cached_property
    def _s3(self) -> Any:
        return _client("s3", self._settings.aws_region)
