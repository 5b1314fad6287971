"""Files that came with a message."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from core.chat.inbound import InboundFile
from core.chat.uploads import KEPT_SECONDS, Uploads
from core.errors import StorageError, UserFacingError


async def pieces(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def content(uploads: Uploads, locator: str) -> bytes:
    return b"".join([chunk async for chunk in uploads.read(InboundFile(name="a", locator=locator))])


async def test_a_file_comes_back_as_it_was(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path / "uploads")
    locator, size = await uploads.keep(uuid4().hex, 0, pieces(b"a" * (1 << 20), b"b"))
    assert size == (1 << 20) + 1
    assert await content(uploads, locator) == b"a" * (1 << 20) + b"b"


async def test_what_was_kept_stays_when_it_comes_again_and_is_cut_short(tmp_path: Path) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"new"
        raise ConnectionResetError

    uploads, message = Uploads(tmp_path / "uploads"), uuid4().hex
    locator, _ = await uploads.keep(message, 0, pieces(b"first"))
    with pytest.raises(ConnectionResetError):
        await uploads.keep(message, 0, broken())
    assert await content(uploads, locator) == b"first"
    assert len(list((tmp_path / "uploads" / message).iterdir())) == 1


async def test_a_disk_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "uploads").write_text("a file where the folder should be")
    with pytest.raises(StorageError, match="cannot be kept"):
        await Uploads(tmp_path / "uploads").keep(uuid4().hex, 0, pieces(b"x"))


@pytest.mark.parametrize(
    "locator", ["../secret", "/etc/passwd", "0/0", f"{'0' * 32}/../../secret", f"{'0' * 32}/9"]
)
async def test_no_locator_leads_elsewhere(tmp_path: Path, locator: str) -> None:
    (tmp_path / "secret").write_text("x")
    with pytest.raises(UserFacingError, match="attach it again"):
        await content(Uploads(tmp_path / "uploads"), locator)


async def test_old_files_are_swept_and_a_message_can_be_discarded(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    old, new, gone = uuid4().hex, uuid4().hex, uuid4().hex
    for folder in (old, new, gone):
        await uploads.keep(folder, 0, pieces(b"x"))
    await uploads.discard(gone)
    past = (tmp_path / old).stat().st_mtime - KEPT_SECONDS - 1
    os.utime(tmp_path / old, (past, past))
    uploads.sweep()
    assert [path.name for path in tmp_path.iterdir()] == [new]
