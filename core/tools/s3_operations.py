"""Common S3 operations; use what you need."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from core.artifact import media_type
from core.errors import UserFacingError
from core.tools.s3_client import s3_client
from core.tools.s3_location import S3Location, is_s3
from core.tools.s3_problems import S3Error, s3_explained

if TYPE_CHECKING:
    from core.settings import Settings

CHUNK = 1 << 20
LINK_SECONDS = 60
"""How long a presigned link works unless said: it cannot be revoked, so it is short."""


@dataclass(frozen=True, slots=True)
class S3Object:
    """What S3 says of an object: ``version`` is different for another content, ``modified`` is in UTC."""

    location: S3Location
    version: str
    modified: datetime
    size: int


class S3Operations:
    """Files, texts and JSON in S3. A key is one of the bucket, or ``s3://bucket/key`` of any bucket.

    Without arguments bucket, region and the byte limit of what is read are those of the settings
    (``ARTIFACT_BUCKET``, ``AWS_REGION``, ``MAX_INPUT_MB``). Credentials and endpoint
    (``AWS_ENDPOINT_URL_S3``) are found as boto3 finds them, on first use. Safe for several threads. Every
    method raises S3Error, a sentence for people, where S3 does not do what was asked.
    """

    def __init__(self, bucket: str | None = None, settings: "Settings | None" = None) -> None:
        self._bucket = bucket
        self._given = settings

    def upload_file(self, local_path: str | Path, s3_key: str) -> None:
        """Write a file to S3, in place of what is there."""
        with Path(local_path).open("rb") as stream:
            self._put(s3_key, stream, _type_of(str(local_path), s3_key))

    def download_file(self, s3_key: str, local_path: str | Path) -> S3Object:
        """Write an object to a file, all of it or nothing, and say which version it was."""
        target = Path(local_path)
        descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=".part-")
        try:
            with os.fdopen(descriptor, "wb") as stream, self._opened(s3_key) as (found, chunks):
                stream.writelines(chunks)
            size = Path(temporary).stat().st_size
            Path(temporary).replace(target)
        finally:
            Path(temporary).unlink(missing_ok=True)
        return replace(found, size=size)

    def read_text(self, s3_key: str) -> str:
        """The content as text; bytes that are no UTF-8 become replacement characters."""
        return self._read(s3_key).decode("utf-8-sig", errors="replace")

    read_file = read_text

    def read_json(self, s3_key: str) -> Any:
        """The parsed content; raises UserFacingError if it is no JSON."""
        try:
            return orjson.loads(self._read(s3_key))
        except orjson.JSONDecodeError as error:
            raise UserFacingError(f"{self._location(s3_key)} is no JSON ({error}); correct it.") from error

    def write_json(self, s3_key: str, data: Any) -> None:
        """Write a value as JSON, in place of what is there."""
        self._put(s3_key, orjson.dumps(data), "application/json")

    def list_objects(self, prefix: str) -> list[str]:
        """All keys that begin with the prefix, sorted; in full if the prefix is given as ``s3://bucket/…``."""
        bucket, _, beginning = prefix[5:].partition("/") if is_s3(prefix) else (self._own_bucket, "", prefix)
        start = f"s3://{bucket}/" if is_s3(prefix) else ""
        with s3_explained(prefix):
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=beginning)
            return [f"{start}{item['Key']}" for page in pages for item in page.get("Contents", [])]

    def presign(self, s3_key: str, expires_in: int = LINK_SECONDS) -> str:
        """A link that reads the object for so many seconds, whoever has it; never log it."""
        location = self._location(s3_key)
        with s3_explained(str(location)):
            return str(
                self._client.generate_presigned_url("get_object", _place(location), ExpiresIn=expires_in)
            )

    generate_presigned_url = presign

    def look(self, s3_key: str) -> S3Object:
        """What S3 says of an object now; answered or given up within a few seconds, without a retry."""
        location = self._location(s3_key)
        with s3_explained(str(location)):
            return _described(location, self._hasty_client.head_object(**_place(location)))

    def _location(self, s3_key: str) -> S3Location:
        return S3Location.parse(s3_key if is_s3(s3_key) else f"s3://{self._own_bucket}/{s3_key}")

    def _read(self, s3_key: str) -> bytes:
        with self._opened(s3_key) as (_, chunks):
            return b"".join(chunks)

    @contextmanager
    def _opened(self, s3_key: str) -> Iterator[tuple[S3Object, Iterator[bytes]]]:
        """An object and its content, which is never more than the limit."""
        location = self._location(s3_key)
        with s3_explained(str(location)):
            answer = self._client.get_object(**_place(location))
            with closing(answer["Body"]) as body:
                found = _described(location, answer)
                if found.size > self._limit:
                    raise self._too_large(location)
                yield found, self._bounded(location, body.iter_chunks(CHUNK))

    def _bounded(self, location: S3Location, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """The chunks, as long as they stay within the limit, whatever was said of the size."""
        left = self._limit
        for chunk in chunks:
            left -= len(chunk)
            if left < 0:
                raise self._too_large(location)
            yield chunk

    def _too_large(self, location: S3Location) -> S3Error:
        limit = self._limit >> 20
        reason = f"the object {location} is more than the {limit} MB I may read at once"
        return S3Error(reason, "name less, or split it")

    def _put(self, s3_key: str, content: Any, content_type: str) -> None:
        location = self._location(s3_key)
        with s3_explained(str(location)):
            self._client.put_object(**_place(location), Body=content, ContentType=content_type)

    @cached_property
    def _settings(self) -> "Settings":
        from core.settings import load_settings

        return self._given or load_settings()

    @property
    def _limit(self) -> int:
        return self._settings.max_input_mb << 20

    @property
    def _own_bucket(self) -> str:
        """The bucket of keys that name none."""
        bucket = self._bucket or self._settings.artifact_bucket
        if not bucket:
            raise UserFacingError("No bucket is named; write s3://bucket/key, or set ARTIFACT_BUCKET.")
        return bucket

    @cached_property
    def _client(self) -> Any:
        return s3_client(self._settings.aws_region, connect=5, read=30, attempts=3)

    @cached_property
    def _hasty_client(self) -> Any:
        return s3_client(self._settings.aws_region, connect=2, read=3, attempts=1)


def _type_of(local_path: str, s3_key: str) -> str:
    """The media type by the suffix of the file, else of the key."""
    found = media_type(local_path)
    return media_type(s3_key) if found == media_type("") else found


def _place(location: S3Location) -> dict[str, str]:
    return {"Bucket": location.bucket, "Key": location.key}


def _described(location: S3Location, answer: Any) -> S3Object:
    """An object from the headers; without an ETag, its time tells versions apart.

    A proxy may leave the size out.
    """
    modified = answer["LastModified"].astimezone(UTC)
    version = str(answer.get("ETag") or modified.isoformat()).strip('"')
    return S3Object(location, version, modified, int(answer.get("ContentLength") or 0))
