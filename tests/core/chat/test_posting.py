"""Each thing is posted once, however often the attempt is repeated."""

import pytest

from core.chat.card import Card
from core.chat.inbound import Actor
from core.chat.posting import post_once
from tests.core.chat.fakes import MemoryLedger, MemorySurface

CARD = Card(kind="answer", title="Found it")


async def test_a_name_is_posted_once_and_the_surface_is_not_asked_for_nothing() -> None:
    surface, ledger = MemorySurface(), MemoryLedger()
    first = await post_once(surface, ledger, "answer", CARD)
    second = await post_once(surface, ledger, "answer", CARD)
    assert first == second
    assert (list(surface.posts), surface.asked) == (["run_1:answer"], [])


async def test_after_a_death_between_posting_and_noting_the_surface_is_asked() -> None:
    surface, ledger = MemorySurface(), MemoryLedger()
    surface.dies_after_posting = True
    with pytest.raises(ConnectionError):
        await post_once(surface, ledger, "answer", CARD)
    ref = await post_once(surface, ledger, "answer", CARD)
    assert (list(surface.posts), surface.asked) == (["run_1:answer"], ["run_1:answer"])
    assert ledger.refs == {"answer": ref}


async def test_after_a_death_before_posting_it_is_posted() -> None:
    surface, ledger = MemorySurface(), MemoryLedger()
    ledger.begin("answer")
    await post_once(surface, ledger, "answer", CARD)
    assert surface.posts == {"run_1:answer": CARD}


async def test_a_private_post_stays_private() -> None:
    surface = MemorySurface()
    ana = Actor(platform="memory", tenant="t", id="ana")
    await post_once(surface, MemoryLedger(), "answer", CARD, ana)
    assert surface.private == [ana]
