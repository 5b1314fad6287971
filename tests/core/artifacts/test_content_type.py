"""What a content is, by its name and else by its beginning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.artifacts.compression import compressed, decompressed
from core.artifacts.content_type import HEAD, content_type
from core.errors import StorageError


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "image/png"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"PK\x03\x04\x14", "application/zip"),
        (b"\x1f\x8b\x08", "application/gzip"),
        (b"PAR1\x15\x04", "application/vnd.apache.parquet"),
        (b'{"jobs": []}', "application/json"),
        (b"[1, 2]", "application/json"),
        (b" [\n", "text/plain"),
        (b"[section]\nkey=1\n", "text/plain"),
        (b"{not json}", "text/plain"),
        (b'[{"a": "' + b"x" * HEAD, "application/json"),
        (b"a,b,c\n1,2,3\n", "text/csv"),
        (b"a;b\n1;2\n3;4\n", "text/csv"),
        (b"Dear all,\nwell, no\n", "text/plain"),
        (b"insert_job: A\n", "text/plain"),
        ("Grüße".encode(), "text/plain"),
        (("ü" * HEAD).encode()[:HEAD], "text/plain"),
        (("x" + "ü" * HEAD).encode()[:HEAD], "text/plain"),
        ("Grüße".encode("latin-1"), "application/octet-stream"),
        (b"a\0b", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_without_a_known_suffix_the_beginning_tells(head: bytes, expected: str) -> None:
    assert content_type("export", head) == expected


def test_a_known_suffix_tells() -> None:
    assert content_type("a.csv", b"%PDF-1.7") == "text/csv"


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_beginning_has_a_type(head: bytes) -> None:
    assert "/" in content_type("a", head)


@given(st.lists(st.binary(max_size=2000), max_size=5))
def test_what_was_compressed_comes_back(chunks: list[bytes]) -> None:
    assert b"".join(decompressed(compressed(chunks))) == b"".join(chunks)


def test_a_bomb_comes_in_pieces() -> None:
    squeezed = b"".join(compressed(b"\0" * (1 << 20) for _ in range(20)))
    assert len(squeezed) < 1 << 16
    sizes = [len(each) for each in decompressed([squeezed])]
    assert sum(sizes) == 20 << 20
    assert max(sizes) <= 1 << 20


@pytest.mark.parametrize("cut", [1, 9])
def test_what_is_cut_is_damaged(cut: int) -> None:
    squeezed = b"".join(compressed([b"content"]))
    for broken in (squeezed[:-cut], b"x" + squeezed):
        with pytest.raises(StorageError, match="damaged"):
            b"".join(decompressed([broken]))
