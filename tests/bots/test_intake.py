"""The files of a message are taken in whole, once, and within the limit."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bots.intake import Intake
from core.artifact import ArtifactType
from core.artifact_store import ArtifactStore
from core.chat.inbound import InboundFile
from core.chat.surface import Door, Surface
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.contracts import WorkflowInputParameter, WorkflowMetadata
from core.errors import UserFacingError
from core.storage.database import Database
from core.storage.folder_blobs import FolderBlobs
from core.storage.sqlite_artifact_records import SQLiteArtifactRecords

LIMIT = 3 << 20
JIL = WorkflowMetadata(
    name="jil_parser",
    description="Reads JIL",
    required_inputs=[
        WorkflowInputParameter(
            name="export",
            description="the export",
            type="file",
            kind="jil",
            suffixes=[".jil"],
            content="insert_job",
        )
    ],
)


class MemoryDoor(Door):
    """A platform's far side: files by locator, and how often each was fetched."""

    platform = "memory"

    def __init__(self, **contents: bytes) -> None:
        self.contents = contents
        self.fetched: list[str] = []
        self.sent = 0

    def open(self, place: ChannelRef | ThreadRef) -> Surface:
        raise AssertionError(f"nobody opens {place} here")

    async def fetch(self, file: InboundFile) -> AsyncIterator[bytes]:
        self.fetched.append(file.locator)
        if file.locator not in self.contents:
            raise UserFacingError(f"{file.name} was deleted; attach it again.")
        content = self.contents[file.locator]
        for start in range(0, len(content), 1 << 16):
            self.sent += 1 << 16
            yield content[start : start + (1 << 16)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ArtifactStore]:
    database = Database(tmp_path / "dataops.db")
    yield ArtifactStore(SQLiteArtifactRecords(database), FolderBlobs(tmp_path))
    database.close()


def intake(store: ArtifactStore) -> Intake:
    return Intake(store, [JIL], LIMIT)


def file(locator: str, name: str = "", size: int | None = None) -> InboundFile:
    return InboundFile(name=name or f"{locator}.jil", locator=locator, size=size)


async def test_files_are_kept_in_order_with_their_kind(store: ArtifactStore) -> None:
    door = MemoryDoor(a=b"x", b=b"\n insert_job: A", c=b"hello")
    files = [file("a", "../a.JIL"), file("b", "export.txt"), file("c", "notes.txt")]
    taken = await intake(store).take(door, files, "session_1", "act_1")
    records = [store.get_artifact(each["artifact_id"]) for each in taken]
    assert [each["name"] for each in taken] == ["a.JIL", "export.txt", "notes.txt"]
    assert [record.kind for record in records] == ["jil", "jil", "file"]
    assert {(r.session_id, r.artifact_type) for r in records} == {("session_1", ArtifactType.CONTEXT)}
    assert store.path(taken[1]["artifact_id"]).read_bytes() == b"\n insert_job: A"


async def test_no_files_are_no_work(store: ArtifactStore) -> None:
    assert await intake(store).take(MemoryDoor(), [], "session_1", "act_1") == []


async def test_what_was_taken_in_before_a_crash_is_not_fetched_again(store: ArtifactStore) -> None:
    door = MemoryDoor(a=b"one", b=b"insert_job: B")
    files = [file("a", "same.txt"), file("b", "same.txt")]
    first = await intake(store).take(door, files, "session_1", "act_1")
    del door.contents["a"], door.contents["b"]
    assert await intake(store).take(door, files, "session_1", "act_1") == first
    assert door.fetched == ["a", "b"]
    assert len({each["artifact_id"] for each in first}) == 2


async def test_what_was_left_half_way_is_fetched_again(store: ArtifactStore) -> None:
    door = MemoryDoor(a=b"one")
    files = [file("a"), file("b")]
    with pytest.raises(UserFacingError, match="deleted"):
        await intake(store).take(door, files, "session_1", "act_1")
    door.contents["b"] = b"two"
    taken = await intake(store).take(door, files, "session_1", "act_1")
    assert [store.path(each["artifact_id"]).read_bytes() for each in taken] == [b"one", b"two"]
    assert door.fetched == ["a", "b", "b"]


async def test_another_message_brings_its_own_files(store: ArtifactStore) -> None:
    door = MemoryDoor(a=b"one")
    first = await intake(store).take(door, [file("a")], "session_1", "act_1")
    door.contents["a"] = b"two"
    second = await intake(store).take(door, [file("a")], "session_1", "act_2")
    assert first != second
    assert store.path(first[0]["artifact_id"]).read_bytes() == b"one"


async def test_announced_sizes_over_the_limit_are_refused_unfetched(store: ArtifactStore) -> None:
    door = MemoryDoor(a=b"x", b=b"x")
    with pytest.raises(UserFacingError, match="more than the 3 MB"):
        await intake(store).take(door, [file("a", size=LIMIT), file("b", size=1)], "session_1", "act_1")
    assert door.fetched == []


@pytest.mark.parametrize("size", [None, 1, -5, 0])
async def test_a_file_is_cut_off_at_the_limit_whatever_size_was_announced(
    store: ArtifactStore, size: int | None
) -> None:
    door = MemoryDoor(a=bytes(4 * LIMIT))
    with pytest.raises(UserFacingError, match="more than the 3 MB one message may bring"):
        await intake(store).take(door, [file("a", size=size)], "session_1", "act_1")
    assert door.sent <= LIMIT + (2 << 16)
    assert store.list_artifacts("session_1") == []


async def test_the_limit_is_for_all_files_of_a_message_together(store: ArtifactStore) -> None:
    door = MemoryDoor(a=bytes(2 << 20), b=bytes(1 << 20), c=b"x")
    assert len(await intake(store).take(door, [file("a"), file("b")], "session_1", "act_1")) == 2
    with pytest.raises(UserFacingError, match="more than the 3 MB"):
        await intake(store).take(door, [file("a"), file("b"), file("c")], "session_1", "act_2")


async def test_an_empty_file_is_told_by_a_safe_name(store: ArtifactStore) -> None:
    with pytest.raises(UserFacingError, match=r"^a_\.jil is empty; attach the file with its content\.$"):
        await intake(store).take(MemoryDoor(a=b""), [file("a", "x/a\x1b.jil")], "session_1", "act_1")
