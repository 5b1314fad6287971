"""The terminal opens threads and reads the files that a person named."""

from pathlib import Path
from weakref import ref

import pytest

from adapters.console.door import CHUNK, SURFACES, ConsoleDoor
from core.chat.inbound import InboundFile
from core.chat.thread_ref import ChannelRef
from core.errors import UserFacingError

CHANNEL = ChannelRef(platform="console", tenant="local", channel="console")


def door(folder: Path) -> ConsoleDoor:
    return ConsoleDoor(folder / "console", lambda _: None)


def test_the_same_place_has_the_same_surface(tmp_path: Path) -> None:
    opened = door(tmp_path)
    assert opened.open(CHANNEL.thread("a")) is opened.open(CHANNEL.thread("a"))
    assert opened.open(CHANNEL.thread("a")) is not opened.open(CHANNEL.thread("b"))


def test_surfaces_of_long_ago_are_not_held(tmp_path: Path) -> None:
    opened = door(tmp_path)
    in_use, long_ago = opened.open(CHANNEL.thread("a")), ref(opened.open(CHANNEL.thread("b")))
    for number in range(2 * SURFACES):
        opened.open(CHANNEL.thread(str(number)))
        assert opened.open(CHANNEL.thread("a")) is in_use
    assert long_ago() is None


@pytest.mark.parametrize("size", [0, 1, CHUNK, 2 * CHUNK + 1])
async def test_a_file_is_fetched_whole_in_pieces(tmp_path: Path, size: int) -> None:
    path = tmp_path / "a.jil"
    path.write_bytes(b"x" * size)
    pieces = [piece async for piece in door(tmp_path).fetch(InboundFile(name="a.jil", locator=str(path)))]
    assert sum(map(len, pieces)) == size
    assert max(map(len, pieces), default=0) <= CHUNK


@pytest.mark.parametrize("locator", ["missing", ".", "\0", "x" * 5000])
async def test_a_file_that_is_not_to_be_had_is_told(tmp_path: Path, locator: str) -> None:
    file = InboundFile(name="a.jil", locator=locator if locator == "\0" else str(tmp_path / locator))
    with pytest.raises(
        UserFacingError, match=r"a\.jil cannot be read \(.+\); check the path and its rights\."
    ):
        _ = [piece async for piece in door(tmp_path).fetch(file)]
