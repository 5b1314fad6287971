"""Whom a message mentions, however many it names."""

import time
from typing import Any

from adapters.teams.arrivals.mentions import MOST, Mentions
from core.chat.fragment import MENTION, Fragment

BOT = "28:bot"


def mention(number: int, name: str) -> dict[str, Any]:
    return {"type": "mention", "text": f"<at>{name}</at>", "mentioned": {"id": f"29:{number}", "name": name}}


def test_thousands_of_names_are_read_at_once() -> None:
    names = [f"Person {number}" for number in range(4000)]
    began = time.process_time()
    mentions = Mentions.of([mention(*each) for each in enumerate(names)], BOT)
    assert sum(mentions.known(name) for name in names) == MOST
    found = [mentions.fragment(name) for name in names for _ in range(5)]
    assert time.process_time() - began < 1.5
    assert found[:5] == [Fragment("prose", "@Person 0", "29:0")] * 5
    assert found[-1] == Fragment("prose", "@Person 3999")


def test_a_thousand_of_one_name_stand_for_nobody() -> None:
    began = time.process_time()
    mentions = Mentions.of([mention(number, "Ann") for number in range(MOST)], BOT)
    found = {mentions.fragment("@Ann") for _ in range(10_000)}
    assert time.process_time() - began < 1.5
    assert found == {Fragment("prose", "@Ann")}
    assert mentions.fragment("Ann", "7") == Fragment("prose", "@Ann", "29:7")


def test_the_bot_is_named_by_a_name_that_it_shares() -> None:
    mentions = Mentions.of(
        [mention(1, "Ann"), {"type": "mention", "mentioned": {"id": BOT, "name": "Ann"}}], BOT
    )
    assert mentions.fragment("Ann") == MENTION
    assert mentions.fragment("Ann", "0") == Fragment("prose", "@Ann", "29:1")
    assert mentions == Mentions(mentions.items)
    assert hash(mentions) == hash(Mentions(mentions.items))
