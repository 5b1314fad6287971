"""What is done after the acknowledgement is neither lost nor waited for without end."""

import asyncio

import pytest

from core.chat import errands
from core.chat.errands import Errands


async def test_everything_that_was_begun_is_done_at_the_end() -> None:
    todo, done = Errands(), []

    async def errand(number: int) -> None:
        await asyncio.sleep(0)
        done.append(number)

    for number in range(3):
        todo.begin(errand(number))
    assert done == []
    await todo.settle()
    await todo.settle()
    assert sorted(done) == [0, 1, 2]


async def test_one_that_fails_disturbs_no_other() -> None:
    todo, done = Errands(), []

    async def failing() -> None:
        raise ValueError("inside")

    async def errand() -> None:
        done.append(1)

    todo.begin(failing())
    todo.begin(errand())
    await todo.settle()
    assert done == [1]


async def test_one_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errands, "SETTLE_SECONDS", 0.0)
    todo, ended = Errands(), asyncio.Event()

    async def endless() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    todo.begin(endless())
    await asyncio.sleep(0)
    await todo.settle()
    assert ended.is_set()
