"""What S3 does to contents when it does not answer, answers late, or in part."""

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest
from botocore.exceptions import ClientError

from core.aws_client import aws_client
from core.errors import StorageError, StoreUnavailable
from core.settings import Settings
from core.storage import s3_blobs
from core.storage.breaker import FAILURES
from core.storage.local_copies import LocalCopies
from core.storage.s3_blobs import S3Blobs
from core.storage.s3_upload import TRIES
from tests.s3 import S3, open_s3
from tests.servers import REGION


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3]:
    monkeypatch.setattr(s3_blobs, "READ_SECONDS", 0.2)
    with open_s3(monkeypatch) as server:
        yield server


def opened(folder: Path, bucket: str = "exports", kms_key: str | None = None) -> S3Blobs:
    return S3Blobs(bucket, REGION, LocalCopies(folder / "copies", 1 << 30), kms_key)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("busy", "cannot answer now"),
        ("reset", "does not answer"),
        ("silent", "does not answer"),
        ("cut", "does not answer|does not give the rest"),
    ],
)
def test_an_outage_is_told_and_leaves_no_copy(s3: S3, tmp_path: Path, fault: Any, told: str) -> None:
    blobs = opened(tmp_path)
    s3.put("a", b"content")
    s3.fault = fault
    began = time.monotonic()
    with pytest.raises(StoreUnavailable, match=told):
        blobs.path("a")
    assert time.monotonic() - began < 5
    s3.fault = ""
    assert blobs.path("a").read_bytes() == b"content"


def test_a_refusal_is_told_without_what_s3_says(s3: S3, tmp_path: Path) -> None:
    s3.fault = "denied"
    with pytest.raises(StorageError, match="refuses the request") as told:
        opened(tmp_path).write("a", [b"x"])
    assert "hidden" not in str(told.value)


def test_what_keeps_failing_is_left_alone(s3: S3, tmp_path: Path) -> None:
    blobs = opened(tmp_path)
    s3.fault = "busy"
    for _ in range(FAILURES):
        with pytest.raises(StoreUnavailable):
            blobs.write("a", [b"x"])
    asked = len(s3.asked)
    with pytest.raises(StoreUnavailable, match="S3 has not answered several times"):
        blobs.write("a", [b"x"])
    assert len(s3.asked) == asked


def test_a_bucket_that_is_not_there_says_what_makes_it(aws: Settings, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no bucket elsewhere; run dataops init-storage"):
        opened(tmp_path, "elsewhere").write("a", [b"x"])


class Losing:
    """Loses the answers of an operation: it is sent again, as botocore does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, blobs: S3Blobs, operation: str) -> None:
        client = blobs._patient if "multipart" in operation else blobs._client  # noqa: SLF001 - the wire of this store
        self._sent = getattr(client, operation)
        monkeypatch.setattr(client, operation, self.twice)

    def twice(self, **asked: Any) -> Any:
        self._sent(**asked)
        return self._sent(**asked)


@pytest.mark.parametrize(("size", "operation"), [(1, "put_object"), (9 << 20, "complete_multipart_upload")])
def test_a_write_whose_answer_was_lost_is_done(
    aws: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, operation: str
) -> None:
    blobs = opened(tmp_path, str(aws.artifact_bucket))
    Losing(monkeypatch, blobs, operation)
    assert blobs.write("a", [b"x" * size]) == size
    with pytest.raises(FileExistsError):
        blobs.write("a", [b"x" * size])
    assert blobs.path("a").stat().st_size == size


class Conflicts:
    """A client's operation that is refused as S3 refuses what others write at the same time."""

    def __init__(self, sent: Any, times: int) -> None:
        self._sent = sent
        self.left = times

    def __call__(self, **asked: Any) -> Any:
        if self.left:
            self.left -= 1
            refusal = {
                "Error": {"Code": "ConditionalRequestConflict"},
                "ResponseMetadata": {"HTTPStatusCode": 409},
            }
            raise ClientError(refusal, "PutObject")
        return self._sent(**asked)


@pytest.mark.parametrize("times", [TRIES - 1, TRIES])
def test_what_others_write_at_the_same_time_is_looked_at_again(
    aws: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    monkeypatch.setattr("core.storage.s3_upload.time.sleep", lambda _: None)
    blobs = opened(tmp_path, str(aws.artifact_bucket))
    client = blobs._client  # noqa: SLF001 - the wire of this store
    monkeypatch.setattr(client, "put_object", Conflicts(client.put_object, times))
    if times < TRIES:
        assert blobs.write("a", [b"x"]) == 1
        return
    with pytest.raises(StoreUnavailable, match="writes the same"):
        blobs.write("a", [b"x"])


def test_a_large_write_that_others_overtake_is_told_in_a_sentence(
    aws: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blobs = opened(tmp_path, str(aws.artifact_bucket))
    client = blobs._patient  # noqa: SLF001 - the wire of this store
    monkeypatch.setattr(
        client, "complete_multipart_upload", Conflicts(client.complete_multipart_upload, TRIES)
    )
    with pytest.raises(StoreUnavailable, match="writes the same"):
        blobs.write("a", [b"x" * (9 << 20)])
    assert list(blobs.keys("")) == []


def test_what_is_put_away_is_covered_and_kept_as_a_version(aws: Settings, tmp_path: Path) -> None:
    bucket = str(aws.artifact_bucket)
    blobs = opened(tmp_path, bucket)
    blobs.write("a", [b"x"])
    copy = blobs.path("a")
    blobs.put_away("a")
    assert (list(blobs.keys("")), copy.exists()) == ([], False)
    client = aws_client("s3", REGION, connect=2, read=5, attempts=1)
    assert len(client.list_object_versions(Bucket=bucket)["Versions"]) == 1


def test_a_key_of_kms_encrypts(aws: Settings, tmp_path: Path) -> None:
    key = aws_client("kms", REGION, connect=2, read=5, attempts=1).create_key()["KeyMetadata"]["Arn"]
    bucket = str(aws.artifact_bucket)
    blobs = opened(tmp_path, bucket, key)
    blobs.write("small", [b"x"])
    blobs.write("large", [b"x" * (9 << 20)])
    client = aws_client("s3", REGION, connect=2, read=5, attempts=1)
    for name in ("small", "large"):
        found = client.head_object(Bucket=bucket, Key=name)
        assert (found["ServerSideEncryption"], found["SSEKMSKeyId"]) == ("aws:kms", key)


def test_many_versions_of_a_key_are_all_deleted(aws: Settings, tmp_path: Path) -> None:
    bucket = str(aws.artifact_bucket)
    client = aws_client("s3", REGION, connect=2, read=5, attempts=1)
    for content in (b"1", b"2", b"3"):
        client.put_object(Bucket=bucket, Key="a", Body=content)
        client.put_object(Bucket=bucket, Key="a.v2", Body=content)
    assert opened(tmp_path, bucket).delete("a")
    left = client.list_object_versions(Bucket=bucket)["Versions"]
    assert {each["Key"] for each in left} == {"a.v2"}


def test_no_upload_is_left_half_done(aws: Settings, tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"x" * (9 << 20)
        raise OSError("gone")

    bucket = str(aws.artifact_bucket)
    with pytest.raises(OSError, match="gone"):
        opened(tmp_path, bucket).write("a", broken())
    client = aws_client("s3", REGION, connect=2, read=5, attempts=1)
    assert "Uploads" not in client.list_multipart_uploads(Bucket=bucket)


class Breaking(BaseHTTPRequestHandler):
    """Gives the first request half of what it announces, and the next one the rest."""

    protocol_version = "HTTP/1.1"
    content: ClassVar[bytes] = bytes(range(256)) * 4096
    ranges: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        asked = self.headers["Range"]
        self.ranges.append(asked)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        body = self.content[start:]
        self.send_response(206 if asked else 200)
        if asked:
            self.send_header("Content-Range", f"bytes {start}-{len(self.content) - 1}/{len(self.content)}")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"one"')
        self.end_headers()
        self.wfile.write(body if asked else body[: len(body) // 2])
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


def test_a_broken_reading_goes_on_where_it_broke(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Breaking.ranges.clear()
    server = HTTPServer(("127.0.0.1", 0), Breaking)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDINVENTED")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "invented-secret")
    try:
        assert opened(tmp_path).path("a").read_bytes() == Breaking.content
    finally:
        server.shutdown()
        server.server_close()
    first, second = Breaking.ranges
    assert first is None
    assert second is not None
