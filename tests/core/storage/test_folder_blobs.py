"""Contents are whole or absent, and never outside their folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.storage.folder_blobs import FolderBlobs


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_content_is_written_replaced_and_read(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    assert blobs.write("a/b/c.txt", [b"one ", b"two"]) == 7
    assert blobs.path("a/b/c.txt").read_bytes() == b"one two"
    assert blobs.write("a/b/c.txt", iter([b"x"])) == 1
    assert blobs.path("a/b/c.txt").read_bytes() == b"x"
    with pytest.raises(FileNotFoundError):
        blobs.path("a/b/absent.txt")


def test_a_write_that_fails_leaves_what_was_there_and_no_rest(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    blobs.write("a/c.txt", [b"whole"])

    def broken() -> Iterator[bytes]:
        yield b"half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        blobs.write("a/c.txt", broken())
    assert [path.read_bytes() for path in files(tmp_path)] == [b"whole"]


@pytest.mark.parametrize("key", ["../x", "a/../../x", "/etc/x", "", ".", "a/..", "link/x"])
def test_a_key_stays_inside_the_folder(tmp_path: Path, key: str) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "link").symlink_to(tmp_path)
    blobs = FolderBlobs(root)
    for act in (lambda: blobs.write(key, [b"x"]), lambda: blobs.path(key)):
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
