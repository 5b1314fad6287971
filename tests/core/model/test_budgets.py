"""The budgets of a day: reserved before, settled after, shared by everybody who asks at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.errors import UserFacingError
from core.model.budgets import Budgets, Holder, Limit
from core.model.model_not_used import ModelNotUsed
from core.model.spending import Prices, Spending
from core.storage.database import Database
from tests.clock import Clock

DAY = 86_400
NONE = Limit()


def budgets(
    database: Database, person: Limit = NONE, channel: Limit = NONE, everybody: Limit = NONE
) -> Budgets:
    limits: dict[Holder, Limit] = {"person": person, "channel": channel, "all": everybody}
    return Budgets(database, limits, Clock(1_790_000_000.0))


def test_what_was_set_aside_is_replaced_by_what_was_spent(database: Database) -> None:
    held = budgets(database)
    reserved = held.reserve("ada", "ops", Spending(500, 9))
    assert held.used("person", "ada") == Spending(500, 9)
    held.settle(reserved, Spending(120, 2))
    assert held.used("person", "ada") == held.used("channel", "ops") == held.used("all") == Spending(120, 2)


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        ((Limit(100), NONE, NONE), "Your model budget of today is used up"),
        ((NONE, Limit(100), NONE), "Today's model budget of this channel is used up"),
        ((NONE, NONE, Limit(100)), "Today's model budget is used up"),
        ((NONE, Limit(cost=100), NONE), "Today's model budget of this channel is used up"),
    ],
)
def test_a_budget_that_is_used_up_is_named_and_nothing_is_taken(
    database: Database, limits: tuple[Limit, Limit, Limit], sentence: str
) -> None:
    held = budgets(database, *limits)
    held.reserve("ada", "ops", Spending(60, 60))
    with pytest.raises(ModelNotUsed) as refused:
        held.reserve("ada", "ops", Spending(60, 60))
    assert refused.value.note == f"{sentence}; answered without a model."
    assert held.used("all") == held.used("person", "ada") == Spending(60, 60)


def test_another_person_and_another_channel_have_their_own(database: Database) -> None:
    held = budgets(database, Limit(100), Limit(100))
    held.reserve("ada", "ops", Spending(100))
    held.reserve("bob", "etl", Spending(100))


def test_no_budget_is_none(database: Database) -> None:
    with pytest.raises(ModelNotUsed):
        budgets(database, Limit(0)).reserve("ada", "ops", Spending(1))


def test_a_new_day_begins_at_midnight_in_utc_and_old_days_are_forgotten(database: Database) -> None:
    clock = Clock(1_790_000_000.0)
    held = Budgets(database, {"person": Limit(100)}, clock)
    late = held.reserve("ada", "ops", Spending(100))
    clock.now += DAY
    held.reserve("ada", "ops", Spending(100))
    held.settle(late, Spending(10))
    assert held.used("person", "ada") == Spending(100)
    clock.now += 100 * DAY
    held.reserve("ada", "ops", Spending(1))
    assert {row["day"] for row in database.read("SELECT day FROM model_use")} == {"2026-12-31"}


def test_many_that_ask_at_once_cannot_spend_more_than_there_is(tmp_path: Path) -> None:
    databases = [Database(tmp_path / "dataops.db") for _ in range(2)]
    helds = [budgets(database, everybody=Limit(1_000)) for database in databases]

    def spend(number: int) -> int:
        try:
            reserved = helds[number % 2].reserve(f"p{number}", "ops", Spending(100))
        except ModelNotUsed:
            return 0
        helds[number % 2].settle(reserved, Spending(90))
        return 90

    with ThreadPoolExecutor(8) as pool:
        spent = sum(pool.map(spend, range(40)))
    assert spent == helds[0].used("all").tokens
    assert 900 <= spent <= 1_000
    for database in databases:
        database.close()


def test_prices_are_of_a_million_tokens() -> None:
    assert Prices.parse("3/15").spent(1_000, 100) == Spending(1_100, 4_500)
    assert Prices.parse("0.25/1.25").spent(4, 0) == Spending(4, 1)


@pytest.mark.parametrize("text", ["", "3", "3/", "a/b", "-1/2", "nan/1", "inf/1", "3/15/7"])
def test_what_is_no_pair_of_prices_is_refused(text: str) -> None:
    with pytest.raises(UserFacingError, match="3/15"):
        Prices.parse(text)
