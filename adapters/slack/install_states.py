"""Installations that somebody has begun in a browser: each can be finished once, and soon."""

import secrets
import time
from collections.abc import Callable
from hashlib import sha256

from core.chat.door_database import DoorDatabase

SCHEMA = "CREATE TABLE IF NOT EXISTS slack_install_states (digest TEXT PRIMARY KEY, ends_at REAL NOT NULL);"

SECONDS = 600
"""As long as Slack's own code is good."""

MOST = 1000
"""Anybody can begin one: beyond this many the oldest are given up."""


class InstallStates:
    """The ``state`` of OAuth, kept as a digest. Blocking calls."""

    def __init__(self, database: DoorDatabase, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        database.create(SCHEMA)

    def begin(self) -> str:
        """A new state."""
        state, now = secrets.token_urlsafe(32), self._clock()
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM slack_install_states WHERE ends_at <= ?", (now,))
            connection.execute(
                "DELETE FROM slack_install_states WHERE rowid IN "
                "(SELECT rowid FROM slack_install_states ORDER BY ends_at DESC LIMIT -1 OFFSET ?)",
                (MOST - 1,),
            )
            connection.execute(
                "INSERT INTO slack_install_states VALUES (?, ?)", (_digest(state), now + SECONDS)
            )
        return state

    def finish(self, state: str) -> bool:
        """Use a state up; false for one that is used, too old, or none of ours."""
        sql = "DELETE FROM slack_install_states WHERE digest = ? AND ends_at > ?"
        return self._database.write(sql, (_digest(state), self._clock())) == 1


def _digest(state: str) -> str:
    return sha256(state.encode("utf-8", "replace")).hexdigest()
