"""Files never leave their folder, and what a dead process left is removed."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.storage.folder_blobs import FolderBlobs
from core.storage.part_file import ABANDONED_SECONDS


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("key", ["../x", "a/../../x", "/etc/x", "", ".", "a/..", "link/x", ".parts/x"])
def test_a_key_stays_inside_the_folder(tmp_path: Path, key: str) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "link").symlink_to(tmp_path)
    blobs = FolderBlobs(root)
    acts: list[Callable[[], object]] = [
        lambda: blobs.write(key, [b"x"]),
        lambda: blobs.path(key),
        lambda: blobs.delete(key),
        lambda: list(blobs.read(key)),
    ]
    for act in acts:
        with pytest.raises(ValueError, match="inside its folder"):
            act()
    assert files(tmp_path) == []


@settings(max_examples=50)
@given(key=st.text() | st.text(alphabet="./a\0"), content=st.binary())
def test_any_key_is_kept_or_refused(
    tmp_path_factory: pytest.TempPathFactory, key: str, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("keys")
    blobs = FolderBlobs(folder / "root")
    try:
        blobs.write(key, [content])
    except (ValueError, OSError):
        assert files(folder) == []
    else:
        assert blobs.path(key).read_bytes() == content
        assert files(folder) == files(folder / "root")


def test_a_folder_goes_with_its_last_file(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    for key in ("a/b/1", "a/b/2"):
        blobs.write(key, [b"x"])
    blobs.delete("a/b/1")
    assert (tmp_path / "a/b").is_dir()
    blobs.delete("a/b/2")
    assert not (tmp_path / "a").exists()


def test_writing_and_deleting_beside_each_other_lose_nothing(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)

    def both(number: int) -> bool:
        blobs.write(f"a/b/{number}", [b"x"])
        return blobs.delete(f"a/b/{number}")

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(both, range(50)))
    assert files(tmp_path) == []


def test_what_a_dead_process_left_is_removed_and_what_another_writes_is_not(tmp_path: Path) -> None:
    (tmp_path / ".parts").mkdir()
    dead, living = (tmp_path / ".parts" / f".part-{name}" for name in ("dead", "living"))
    for path in (dead, living):
        path.write_bytes(b"half")
    os.utime(dead, (0, living.stat().st_mtime - ABANDONED_SECONDS - 1))
    assert list(FolderBlobs(tmp_path).keys("")) == []
    assert files(tmp_path) == [living]


def test_the_names_of_files_survive_a_power_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blobs, synced, real = FolderBlobs(tmp_path), list[Path](), os.fsync

    def fsync(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink())
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    blobs.write("a/b/1", [b"x"])
    assert {tmp_path, tmp_path / "a", tmp_path / "a/b"} <= set(synced)
    synced.clear()
    blobs.write("a/b/2", [b"x"])
    assert [folder for folder in synced if folder.is_dir()] == [tmp_path / "a/b"]
