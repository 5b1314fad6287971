from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.session import Message
from core.sessions.memory import Remembered, ranked

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def said(content: str, days: float = 1, artifacts: list[str] | None = None) -> tuple[str, Message]:
    moment = NOW - timedelta(days=days)
    return "s", Message(role="user", content=content, timestamp=moment, artifacts=artifacts or [])


def contents(found: list[Remembered]) -> list[str]:
    return [each.message.content for each in found]


def test_what_shares_no_word_is_not_relevant_however_new() -> None:
    found = ranked([said("the weather is nice", days=0), said("load the orders", 90)], "orders?", NOW, 9)
    assert contents(found) == ["load the orders"]
    assert ranked([said("what is the")], "what is the", NOW, 9) == []


def test_rare_words_weigh_more_than_frequent_ones() -> None:
    many = [said(f"the table number {n} is loaded") for n in range(9)]
    found = ranked([*many, said("the ledger is loaded")], "table ledger", NOW, 3)
    assert contents(found)[0] == "the ledger is loaded"


def test_forms_of_a_word_and_whole_names_are_found() -> None:
    assert contents(ranked([said("it analyzes tables")], "analysis of one table", NOW, 1))
    found = ranked([said("LOAD and A and more"), said("job LOAD_A waits and more")], "load_a", NOW, 1)
    assert contents(found) == ["job LOAD_A waits and more"]


def test_of_equal_words_the_recent_one_comes_first() -> None:
    found = ranked([said("orders late", 30), said("orders late", 1)], "orders", NOW, 2)
    assert [(NOW - each.message.timestamp).days for each in found] == [1, 30]


def test_of_equal_words_one_with_an_artifact_or_a_decision_comes_first() -> None:
    files, plain = said("orders late now", 3, ["artifact_1"]), said("orders late now", 3)
    assert ranked([plain, files], "orders", NOW, 1)[0].message == files[1]
    decided, guessed = said("we agreed on orders", 3), said("we talked on orders", 3)
    assert ranked([guessed, decided], "orders", NOW, 1)[0].message == decided[1]


@given(st.lists(st.text(max_size=60), max_size=8), st.text(max_size=60), st.integers(0, 9))
def test_scores_fall_and_are_above_nothing(texts: list[str], query: str, limit: int) -> None:
    found = ranked([said(text) for text in texts], query, NOW, limit)
    scores = [each.score for each in found]
    assert len(found) <= limit
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)
