"""Files that came with a message."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from core.chat.inbound import InboundFile
from core.chat.uploads import KEPT_SECONDS, Uploads
from core.errors import UserFacingError


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
