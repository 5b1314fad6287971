"""Archives are unpacked safely: whatever they claim, no more is read than allowed, and a sentence is said."""

import io
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.artifact import ArtifactMetadata
from core.artifact_store import ArtifactStore
from core.errors import UserFacingError
from core.storage.database import Database
from core.storage.folder_blobs import FolderBlobs
from core.storage.sqlite_artifact_records import SQLiteArtifactRecords
from core.tools.input_files import MAX_MEMBERS, InputFile, input_sources, read_input_files
from core.tools.workspace import Workspace, working_in

LIMIT = 100_000


@contextmanager
def working(folder: Path, limit: int = LIMIT) -> Iterator[ArtifactStore]:
    database = Database(folder / "dataops.db")
    store = ArtifactStore(SQLiteArtifactRecords(database), FolderBlobs(folder))
    try:
        with working_in(Workspace(store, "session_1", "run_1", "w", limit)):
            yield store
    finally:
        database.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ArtifactStore]:
    with working(tmp_path) as opened:
        yield opened


def kept(store: ArtifactStore, name: str, content: bytes) -> str:
    return store.store_artifact(content, ArtifactMetadata(session_id="s", workflow_name="w", name=name))


def packed(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return stream.getvalue()


def refused(store: ArtifactStore, content: bytes) -> str:
    with pytest.raises(UserFacingError) as failure:
        read_input_files([kept(store, "export.zip", content)])
    return str(failure.value)


def test_plain_files_come_in_order(store: ArtifactStore) -> None:
    references = [kept(store, name, content) for name, content in (("b.jil", b"2"), ("a.jil", b""))]
    assert read_input_files(references) == [InputFile("b.jil", b"2"), InputFile("a.jil", b"")]
    assert read_input_files([]) == []


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_an_archive_counts_as_its_files(store: ArtifactStore, method: int) -> None:
    content = packed(
        ("z/", b""), ("z/one.jil", b"1"), ("__MACOSX/._one.jil", b"x"), ("two.jil", b"2" * 999), method=method
    )
    references = [kept(store, "export.zip", content), kept(store, "after.jil", b"3")]
    assert read_input_files(references) == [
        InputFile("one.jil", b"1"),
        InputFile("two.jil", b"2" * 999),
        InputFile("after.jil", b"3"),
    ]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..\\..\\passwd", "C:\\temp\\passwd"])
def test_a_member_has_a_bare_name(store: ArtifactStore, name: str) -> None:
    assert read_input_files([kept(store, "export.zip", packed((name, b"x")))]) == [InputFile("passwd", b"x")]


def test_a_bomb_is_refused(store: ArtifactStore) -> None:
    assert "more than" in refused(store, packed(("bomb.jil", bytes(50 * LIMIT))))


def test_many_small_files_are_counted_together(store: ArtifactStore) -> None:
    assert "more than" in refused(store, packed(*[(f"{n}.jil", bytes(LIMIT // 9)) for n in range(10)]))


def test_all_attached_files_are_counted_together(store: ArtifactStore) -> None:
    half = kept(store, "half.zip", packed(("half.jil", bytes(LIMIT // 2))))
    plain = kept(store, "plain.jil", bytes(LIMIT // 2))
    assert len(read_input_files([half, plain])) == 2
    with pytest.raises(UserFacingError, match="more than"):
        read_input_files([half, plain, kept(store, "one.jil", b"x")])


def test_a_large_plain_file_is_refused_unread(store: ArtifactStore) -> None:
    assert "more than" in refused(store, b"x" * (LIMIT + 1))


def test_an_archive_in_an_archive_is_refused(store: ArtifactStore) -> None:
    inner = packed(("a.jil", b"x"))
    assert refused(store, packed(("Inner.ZIP", inner))) == (
        "export.zip holds another archive; attach the files themselves."
    )


def test_an_encrypted_archive_is_refused(store: ArtifactStore) -> None:
    content = bytearray(packed(("a.jil", b"x")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    assert refused(store, bytes(content)) == "export.zip is encrypted; attach it without a password."


def test_too_many_files_are_refused(store: ArtifactStore) -> None:
    members = [(f"{number}.jil", b"") for number in range(MAX_MEMBERS + 1)]
    with working(Path(store.path(kept(store, "x", b"")).parent), 10 * LIMIT) as roomy:
        assert f"more than {MAX_MEMBERS} files" in refused(roomy, packed(*members))


@pytest.mark.parametrize("members", [(), (("folder/", b""),), (("__MACOSX/._a.jil", b"x"),)])
def test_an_archive_without_files_is_told(
    store: ArtifactStore, members: tuple[tuple[str, bytes], ...]
) -> None:
    assert refused(store, packed(*members)) == "export.zip holds no files; pack them again and attach it."


@pytest.mark.parametrize("claimed", [0, 1, 2**31, 2**32 - 2])
def test_a_directory_that_lies_about_sizes_changes_nothing(store: ArtifactStore, claimed: int) -> None:
    content = bytearray(packed(("a.jil", b"x" * 5000)))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", content, content.index(signature) + offset, claimed)
    try:
        files = read_input_files([kept(store, "export.zip", bytes(content))])
    except UserFacingError as error:
        assert "damaged" in str(error)  # noqa: PT017 - both ends are right
    else:
        assert files == [InputFile("a.jil", b"x" * 5000)]


def test_a_bomb_behind_a_small_claimed_size_is_not_unpacked(store: ArtifactStore) -> None:
    content = bytearray(packed(("a.jil", bytes(50 * LIMIT))))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", content, content.index(signature) + offset, 10)
    assert "damaged" in refused(store, bytes(content))


def test_a_broken_stream_is_told(store: ArtifactStore) -> None:
    for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        content = bytearray(packed(("a.jil", bytes(range(256)) * 40), method=method))
        start = 30 + len("a.jil")
        content[start : start + 60] = b"\xff" * 60
        assert "damaged" in refused(store, bytes(content))


SAMPLE = packed(("one.jil", b"insert_job: A\n" * 50), ("ö/two.jil", bytes(range(256))))


@settings(max_examples=150, deadline=None)
@given(
    changes=st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), max_size=6),
    cut=st.integers(0, 40),
)
def test_no_damage_shows_anything_but_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]], cut: int
) -> None:
    content = bytearray(SAMPLE)
    for position, value in changes:
        content[position] = value
    with working(tmp_path_factory.getbasetemp() / "damaged") as store:
        try:
            files = read_input_files([kept(store, "export.zip", bytes(content[: len(content) - cut]))])
        except UserFacingError as error:
            assert str(error).startswith(("export.zip ", "That is more than"))  # noqa: PT017
        else:
            assert sum(len(file.data) for file in files) <= LIMIT
            assert all("/" not in file.name for file in files)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200).map(lambda data: data + b"PK\x05\x06" + bytes(18)) | st.binary(max_size=200))
def test_any_bytes_are_a_file_or_a_sentence(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    with working(tmp_path_factory.getbasetemp() / "bytes") as store:
        try:
            read_input_files([kept(store, "export.jil", content)])
        except UserFacingError as error:
            assert str(error).startswith("export.jil ")  # noqa: PT017


def test_text_that_only_ends_like_an_archive_is_text(store: ArtifactStore) -> None:
    content = b"insert_job: A\n/* PK\x05\x06" + bytes(18) + b"*/"
    assert read_input_files([kept(store, "export.jil", content)]) == [InputFile("export.jil", content)]


def test_sources_are_read_piece_by_piece_and_again(store: ArtifactStore) -> None:
    archive = packed(("z/one.csv", b"1" * 50_000), ("__MACOSX/._one.csv", b"x"), ("two.csv", b"22"))
    sources = input_sources([kept(store, "export.zip", archive), kept(store, "after.csv", b"3")])
    assert [(each.name, each.size) for each in sources] == [
        ("one.csv", 50_000),
        ("two.csv", 2),
        ("after.csv", 1),
    ]
    for _ in range(2):
        with sources[0].open() as stream:
            assert (stream.read(3), stream.read()) == (b"111", b"1" * 49_997)
    with sources[2].open() as stream:
        assert stream.read() == b"3"


def test_a_member_knows_when_it_was_written_unless_there_is_no_such_time(store: ArtifactStore) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a", (2026, 11, 2, 4, 10, 0)), b"")
        archive.writestr(zipfile.ZipInfo("b", (2026, 0, 0, 0, 0, 0)), b"")
    sources = input_sources([kept(store, "x.zip", stream.getvalue()), kept(store, "c", b"")])
    assert [each.modified for each in sources] == [datetime(2026, 11, 2, 4, 10, tzinfo=UTC), None, None]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (packed(("a", b"1" * (LIMIT + 1))), "more than the"),
        (packed(("a.zip", b"")), "holds another archive"),
        (packed(), "holds no files"),
        (packed(("a", b"1"))[:-9], "damaged archive"),
    ],
)
def test_what_is_no_sound_archive_has_no_sources(store: ArtifactStore, content: bytes, sentence: str) -> None:
    with pytest.raises(UserFacingError, match=sentence):
        input_sources([kept(store, "export.zip", content)])


def test_more_than_may_be_read_is_refused_over_all_files_together(store: ArtifactStore) -> None:
    with pytest.raises(UserFacingError, match="more than the"):
        input_sources([kept(store, name, b"1" * (LIMIT // 2 + 1)) for name in "ab"])


def test_a_member_that_is_damaged_is_told_when_it_is_read(store: ArtifactStore) -> None:
    content = packed(("day.csv", bytes(range(256)) * 20), method=zipfile.ZIP_STORED).replace(b"abc", b"abd")
    source = input_sources([kept(store, "export.zip", content)])[0]
    with source.open() as stream, pytest.raises(UserFacingError, match=r"day\.csv is a damaged archive"):
        stream.read()


@settings(max_examples=60)
@given(st.integers(0, 400), st.binary(min_size=1, max_size=8))
def test_no_change_of_an_archive_leads_to_more_than_it_says_or_to_another_error(
    position: int, change: bytes
) -> None:
    content = bytearray(packed(("a.csv", b"1,2\n" * 99), ("b.csv", b"x")))
    content[position : position + len(change)] = change
    with TemporaryDirectory() as folder, working(Path(folder)) as store:
        try:
            for source in input_sources([kept(store, "export.zip", bytes(content))]):
                with source.open() as stream:
                    assert len(stream.read()) <= LIMIT
        except UserFacingError:
            return
