"""The terminal door keeps what every door must keep."""

from pathlib import Path

import pytest

from adapters.console.door import ConsoleDoor
from core.chat.conformance import CHECKS, Check, Subject
from core.chat.inbound import Actor
from core.chat.thread_ref import ChannelRef, ThreadRef


class Terminal:
    """What stands in the transcript, for threads; what was printed, for the eyes."""

    def __init__(self, folder: Path, out: Path | None) -> None:
        self.printed: list[str] = []
        self.door = ConsoleDoor(folder, self.printed.append, lambda _: out)

    def posts(self, thread: ThreadRef) -> list[str]:
        return [post["text"] for post in self.door.transcript.posts(thread)]


@pytest.mark.parametrize("copied", [True, False], ids=["files copied", "files left in place"])
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
async def test_the_terminal_door(tmp_path: Path, check: Check, copied: bool) -> None:  # noqa: FBT001
    terminal = Terminal(tmp_path / "console", tmp_path / "out" if copied else None)
    await check(
        Subject(
            door=terminal.door,
            channel=ChannelRef(platform="console", tenant="local", channel="a long: name/.."),
            actor=Actor(platform="console", tenant="local", id="ana"),
            observer=terminal,
            folder=tmp_path,
        )
    )
    printed = "\n".join(terminal.printed)
    assert not set(printed) & {"\x1b", "\x9b", "\x00", "\x07", "\r", "\u202e"}
