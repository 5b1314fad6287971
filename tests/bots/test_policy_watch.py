"""A serving process follows what another one changes."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest

from bots import policy_watch
from core.access.policy_book import PolicyBook
from core.access.policy_change import PolicyChange
from core.storage.database import Database

CHANGE = PolicyChange(verb="grant", subject="console:local:ben", values=("user",))


async def test_a_change_of_another_process_is_taken_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy_watch, "LOOK_SECONDS", 0)
    path = tmp_path / "policy.yaml"
    path.write_text("people: {'console:local:ana': [admin]}\n")
    mine, theirs = Database(tmp_path / "d.db"), Database(tmp_path / "d.db")
    book = PolicyBook(path, mine)
    watching = asyncio.create_task(policy_watch.watch_policy(book))
    await asyncio.to_thread(PolicyBook(path, theirs).change, CHANGE, by="ana", why="")
    async with asyncio.timeout(10):
        while "console:local:ben" not in book.policy.people:
            await asyncio.sleep(0)
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching
    mine.close()
    theirs.close()
