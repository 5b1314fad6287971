"""Contents go in whole and come out as they were; records tell the truth about them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.artifact import ArtifactMetadata
from core.artifact_store import ArtifactStore, ArtifactType
from core.errors import UserFacingError
from core.storage.database import Database
from core.storage.folder_blobs import FolderBlobs
from core.storage.sqlite_artifact_records import SQLiteArtifactRecords


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ArtifactStore]:
    database = Database(tmp_path / "dataops.db")
    yield ArtifactStore(SQLiteArtifactRecords(database), FolderBlobs(tmp_path))
    database.close()


def described(**fields: Any) -> ArtifactMetadata:
    return ArtifactMetadata(**{"session_id": "session_1", "workflow_name": "jil_parser"} | fields)


@pytest.mark.parametrize(
    ("name", "content", "read"),
    [
        ("a.json", {"jobs": ["A", 1, None]}, {"jobs": ["A", 1, None]}),
        ("a.json", [1, 2], [1, 2]),
        ("a.json", 7, 7),
        ("a.json", True, True),
        ("a.json", None, None),
        ("a.md", "# Grüße", "# Grüße"),
        ("a.png", b"\x89PNG", b"\x89PNG"),
        ("a.png", bytearray(b"\x89PNG"), b"\x89PNG"),
        ("a.txt", iter([b"one ", b"two"]), "one two"),
        ("a.txt", "", ""),
    ],
)
def test_content_comes_out_as_it_went_in(store: ArtifactStore, name: str, content: Any, read: Any) -> None:
    stored = store.store_artifact(content, described(name=name))
    assert store.get_artifact_content(stored) == read


def test_a_file_is_copied(store: ArtifactStore, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"x" * 3_000_000)
    stored = store.store_artifact(source, described(name="big.bin"))
    source.unlink()
    assert store.path(stored).read_bytes() == b"x" * 3_000_000


def test_fields_may_be_given_as_keywords(store: ArtifactStore) -> None:
    stored = store.store_artifact(
        content="x", session_id="s", workflow_name="w", artifact_type=ArtifactType.DEBUG
    )
    assert store.get_artifact(stored).artifact_type is ArtifactType.DEBUG


def test_the_record_tells_the_truth(store: ArtifactStore) -> None:
    stored = store.store_artifact("héllo", described(name="../notes.txt", created_by="report"))
    artifact = store.get_artifact(stored)
    assert artifact.name == "notes.txt"
    assert artifact.size_bytes == 6
    assert artifact.sha256 == sha256("héllo".encode()).hexdigest()
    assert artifact.content_type == "text/plain"
    assert (artifact.created_by, artifact.access_count, artifact.last_accessed) == ("report", 0, None)


def test_what_fails_half_way_leaves_nothing(store: ArtifactStore, tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        store.store_artifact(broken(), described(name="a.txt"))
    assert store.list_artifacts("session_1") == []
    assert [path for path in (tmp_path / "artifacts").rglob("*") if path.is_file()] == []


def test_what_fails_half_way_leaves_the_earlier_content(store: ArtifactStore) -> None:
    metadata = described(name="a.txt", identity="run_1/a.txt")
    stored = store.store_artifact("whole", metadata)
    with pytest.raises(TypeError):
        store.store_artifact([b"half", object()].__iter__(), metadata)
    assert store.get_artifact_content(stored) == "whole"


@settings(max_examples=40)
@given(name=st.text(max_size=300), session=st.text(max_size=300), content=st.binary())
def test_no_name_leaves_the_folder(
    tmp_path_factory: pytest.TempPathFactory, name: str, session: str, content: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp() / "hostile_names"
    database = Database(folder / "dataops.db")
    blobs = folder / "blobs"
    store = ArtifactStore(SQLiteArtifactRecords(database), FolderBlobs(blobs))
    try:
        stored = store.store_artifact(content, described(name=name, session_id=session))
        path = store.path(stored)
        assert path.is_relative_to(blobs)
        assert path.read_bytes() == content
    finally:
        database.close()


@pytest.mark.parametrize("damage", ["unknown id", "content removed"])
def test_what_is_not_there_is_told_in_a_sentence(store: ArtifactStore, damage: str) -> None:
    stored = store.store_artifact("x", described(name="a.txt"))
    if damage == "content removed":
        store.path(stored).unlink()
    else:
        stored = "artifact_file_0123456789abcdef"
    with pytest.raises(UserFacingError, match="create it again"):
        store.path(stored)
    with pytest.raises(UserFacingError, match="create it again"):
        store.get_artifact_content(stored)


def test_text_of_an_unknown_encoding_is_readable_all_the_same(store: ArtifactStore) -> None:
    stored = store.store_artifact("Grüße".encode("latin-1"), described(name="a.txt"))
    assert store.get_artifact_content(stored) == "Gr\ufffd\ufffde"


def test_artifacts_are_listed_by_session_in_order_and_filtered(store: ArtifactStore) -> None:
    first = store.store_artifact("1", described(name="1.txt", kind="report"))
    store.store_artifact("x", described(name="x.txt", session_id="session_2"))
    second = store.store_artifact("2", described(name="2.txt", kind="graph"))
    assert [a.artifact_id for a in store.list_artifacts("session_1")] == [first, second]
    assert [a.artifact_id for a in store.list_artifacts("session_1", {"kind": "graph"})] == [second]
    assert store.list_artifacts("session_3") == []


def test_linking_names_the_parent_once(store: ArtifactStore) -> None:
    parent, child = (store.store_artifact(c, described(name=f"{c}.txt")) for c in "pc")
    store.link_artifacts(parent, child)
    store.link_artifacts(parent, child)
    assert store.get_artifact(child).parent_artifacts == [parent]
    with pytest.raises(UserFacingError):
        store.link_artifacts("artifact_file_0", child)


def test_every_access_is_counted_whoever_reads_at_the_same_time(store: ArtifactStore) -> None:
    stored = store.store_artifact("x", described(name="a.txt"))
    parents = [store.store_artifact("p", described(name="p.txt")) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        for parent in parents:
            pool.submit(store.link_artifacts, parent, stored)
            pool.submit(store.path, stored)
    artifact = store.get_artifact(stored)
    assert artifact.access_count == 8
    assert sorted(artifact.parent_artifacts) == sorted(parents)
    assert artifact.last_accessed is not None


def test_artifacts_are_found_by_their_ids_and_unknown_ones_left_out(store: ArtifactStore) -> None:
    ids = [store.store_artifact(name, described(name=name)) for name in ("a.txt", "b.txt")]
    found = store.find_artifacts([*ids, "artifact_file_unknown", ids[0]])
    assert {artifact_id: artifact.name for artifact_id, artifact in found.items()} == {
        ids[0]: "a.txt",
        ids[1]: "b.txt",
    }
    assert store.find_artifacts([]) == {}
