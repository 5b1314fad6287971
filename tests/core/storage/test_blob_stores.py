"""What every blob store does, wherever contents rest."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.artifacts.envelope import Envelope
from core.settings import Settings
from core.storage.blob_store import BlobStore
from core.storage.encrypted_blobs import EncryptedBlobs
from core.storage.folder_blobs import FolderBlobs
from core.storage.local_copies import LocalCopies
from core.storage.s3_blobs import S3Blobs
from tests.servers import REGION

KEY = "dGVzdHMgYXJlIG5vdCBzZWNyZXQsIGFuZCAzMiBieXQ="


@pytest.fixture(params=["folder", "s3", "encrypted folder", "encrypted s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> BlobStore:
    resting: BlobStore = FolderBlobs(tmp_path / "blobs")
    if "s3" in request.param:
        aws: Settings = request.getfixturevalue("aws")
        resting = S3Blobs(str(aws.artifact_bucket), REGION, LocalCopies(tmp_path / "copies", 1 << 30))
    if "encrypted" in request.param:
        opened = LocalCopies(tmp_path / "opened", 1 << 30)
        return EncryptedBlobs(resting, Envelope(KEY, None, REGION), opened)
    return resting


def test_a_content_is_written_once_and_read_as_it_was(blobs: BlobStore) -> None:
    assert blobs.write("a/b/c", [b"one ", b"", b"two"]) > 0
    assert blobs.path("a/b/c").read_bytes() == b"".join(blobs.read("a/b/c")) == b"one two"
    with pytest.raises(FileExistsError):
        blobs.write("a/b/c", iter([b"other"]))
    assert blobs.path("a/b/c").read_bytes() == b"one two"


def test_a_content_larger_than_a_part_is_read_as_it_was(blobs: BlobStore) -> None:
    chunks = [bytes([number]) * (3 << 20) for number in range(6)]
    blobs.write("large", iter(chunks))
    assert blobs.path("large").read_bytes() == b"".join(chunks)
    with pytest.raises(FileExistsError):
        blobs.write("large", iter(chunks[1:]))
    assert next(iter(blobs.read("large")))[:1] == b"\0"


def test_nothing_is_a_content_too(blobs: BlobStore) -> None:
    blobs.write("empty", [])
    assert blobs.path("empty").read_bytes() == b""


def test_what_is_not_there_is_not_found(blobs: BlobStore) -> None:
    with pytest.raises(FileNotFoundError):
        blobs.path("a/absent")
    with pytest.raises(FileNotFoundError):
        next(iter(blobs.read("a/absent")))
    assert not blobs.delete("a/absent")


@pytest.mark.parametrize("size", [1, 12])
def test_a_write_that_breaks_leaves_nothing(blobs: BlobStore, size: int) -> None:
    def broken() -> Iterator[bytes]:
        yield b"x" * (size << 20)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        blobs.write("a/c", broken())
    assert list(blobs.keys("")) == []
    blobs.write("a/c", [b"whole"])
    assert blobs.path("a/c").read_bytes() == b"whole"


def test_a_deleted_content_is_gone_and_its_key_free(blobs: BlobStore) -> None:
    blobs.write("a/c", [b"first"])
    blobs.write("a/c.v2", [b"other"])
    blobs.path("a/c")
    assert blobs.delete("a/c")
    with pytest.raises(FileNotFoundError):
        blobs.path("a/c")
    assert list(blobs.keys("")) == ["a/c.v2"]
    blobs.write("a/c", [b"second"])
    assert blobs.path("a/c").read_bytes() == b"second"


def test_keys_are_listed_by_their_beginning_in_order(blobs: BlobStore) -> None:
    keys = ["a/s/1", "a/s/10", "a/s.x/1", "a/s2/1", "b/1"]
    for key in keys:
        blobs.write(key, [b"x"])
    assert list(blobs.keys("")) == sorted(keys)
    assert list(blobs.keys("a/s/")) == ["a/s/1", "a/s/10"]
    assert list(blobs.keys("a/s")) == ["a/s.x/1", "a/s/1", "a/s/10", "a/s2/1"]
    assert list(blobs.keys("a/s/1")) == ["a/s/1", "a/s/10"]
    assert list(blobs.keys("c/")) == []


def test_of_several_at_once_one_writes(blobs: BlobStore) -> None:
    def write(number: int) -> int:
        try:
            blobs.write("a/c", [bytes([number])])
        except FileExistsError:
            return -1
        return number

    with ThreadPoolExecutor(4) as pool:
        (won,) = [each for each in pool.map(write, range(8)) if each >= 0]
    assert blobs.path("a/c").read_bytes() == bytes([won])


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chunks=st.lists(st.binary(max_size=300), max_size=6))
def test_any_chunks_come_back(blobs: BlobStore, chunks: list[bytes]) -> None:
    blobs.write("any", chunks)
    try:
        assert blobs.path("any").read_bytes() == b"".join(chunks)
    finally:
        blobs.delete("any")
