"""How much may be asked of a model in a day, by a person, in a channel and in all."""

import sqlite3
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from core.model.model_not_used import ModelNotUsed
from core.model.spending import Spending
from core.storage.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS model_use (day TEXT NOT NULL, holder TEXT NOT NULL, tokens INTEGER NOT NULL,
    cost INTEGER NOT NULL, PRIMARY KEY (day, holder)) WITHOUT ROWID;
"""

KEPT_DAYS = 92
"""For how long it is known what was used."""

Holder = Literal["person", "channel", "all"]

_USED_UP = {
    "person": "Your model budget of today is used up; answered without a model.",
    "channel": "Today's model budget of this channel is used up; answered without a model.",
    "all": "Today's model budget is used up; answered without a model.",
}


@dataclass(frozen=True, slots=True)
class Limit:
    """The most in a day; None is no limit. ``cost`` is in millionths."""

    tokens: int | None = None
    cost: int | None = None

    def holds(self, used: Spending) -> bool:
        """Whether this much is within it."""
        return not (
            (self.tokens is not None and used.tokens > self.tokens)
            or (self.cost is not None and used.cost > self.cost)
        )


@dataclass(frozen=True, slots=True)
class Reservation:
    """What was set aside on a day (UTC) for a question, and whose budgets it is taken from."""

    day: str
    holders: tuple[str, ...]
    spending: Spending


class Budgets:
    """Counted in the database, so that several processes share them. Blocking calls.

    What a question can take is set aside before it is asked, and what it took is settled after: those that
    ask at the same moment cannot spend the same rest.
    """

    def __init__(
        self, database: Database, limits: Mapping[Holder, Limit], clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._limits = limits
        self._clock = clock
        database.create(SCHEMA)

    def reserve(self, person: str, channel: str, spending: Spending) -> Reservation:
        """Set aside; raises ModelNotUsed with the sentence whose budget is used up."""
        now = datetime.fromtimestamp(self._clock(), UTC)
        holders = {"person": person, "channel": channel, "all": "*"}
        names = {kind: f"{kind}:{name}" for kind, name in holders.items() if name}
        day = f"{now:%Y-%m-%d}"
        with self._database.transaction() as connection:
            for kind, name in names.items():
                used = _used(connection, day, name)
                asked = Spending(used.tokens + spending.tokens, used.cost + spending.cost)
                if not self._limits.get(kind, Limit()).holds(asked):  # type: ignore[call-overload]
                    raise ModelNotUsed(_USED_UP[kind])
            for name in names.values():
                _add(connection, day, name, spending)
            kept = now - timedelta(days=KEPT_DAYS)
            connection.execute("DELETE FROM model_use WHERE day < ?", (f"{kept:%Y-%m-%d}",))
        return Reservation(day, tuple(names.values()), spending)

    def settle(self, reserved: Reservation, spent: Spending) -> None:
        """Put what was spent in the place of what was set aside."""
        change = Spending(spent.tokens - reserved.spending.tokens, spent.cost - reserved.spending.cost)
        with self._database.transaction() as connection:
            for name in reserved.holders:
                _add(connection, reserved.day, name, change)

    def used(self, kind: Holder, name: str = "*") -> Spending:
        """What is used or set aside today."""
        day = f"{datetime.fromtimestamp(self._clock(), UTC):%Y-%m-%d}"
        with self._database.transaction() as connection:
            return _used(connection, day, f"{kind}:{name}")


def _used(connection: sqlite3.Connection, day: str, holder: str) -> Spending:
    row = connection.execute(
        "SELECT tokens, cost FROM model_use WHERE day = ? AND holder = ?", (day, holder)
    ).fetchone()
    return Spending(row["tokens"], row["cost"]) if row else Spending()


def _add(connection: sqlite3.Connection, day: str, holder: str, spending: Spending) -> None:
    connection.execute(
        "INSERT INTO model_use VALUES (?, ?, ?, ?) ON CONFLICT (day, holder) DO UPDATE SET "
        "tokens = max(0, tokens + excluded.tokens), cost = max(0, cost + excluded.cost)",
        (day, holder, spending.tokens, spending.cost),
    )
