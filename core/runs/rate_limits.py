"""How much one person, one channel and one workspace may ask within a minute."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from core.errors import UserFacingError
from core.runs.run import Run
from core.storage.database import Database

SECONDS = 60.0

SCHEMA = "CREATE INDEX IF NOT EXISTS runs_by_time ON runs (created_at);"

_SAME_WORKSPACE = """
    lately.inbound ->> '$.channel.platform' = :platform AND lately.inbound ->> '$.channel.tenant' = :tenant"""
_SAME_CHANNEL = f"{_SAME_WORKSPACE} AND lately.inbound ->> '$.channel.channel' = :channel"
_SAME_PERSON = """
    lately.inbound ->> '$.actor.platform' = :platform AND lately.inbound ->> '$.actor.tenant' = :actor_tenant
    AND lately.inbound ->> '$.actor.id' = :actor"""
_LATELY = """
    SELECT lately.created_at FROM runs AS mine, runs AS lately WHERE mine.run_id = :run_id
    AND lately.position <= mine.position AND lately.created_at > mine.created_at - :seconds
    AND lately.inbound ->> '$.kind' = 'message' AND {same}
    ORDER BY lately.position DESC LIMIT 2 OFFSET :most - 1"""
"""The message that has to grow old before the next one is taken, and one more if there were too many."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Messages a minute."""

    person: int
    channel: int
    workspace: int


class RateLimits:
    """Asks the run store what came in lately. Blocking calls."""

    def __init__(self, database: Database, rates: Rates, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        self._limits = (
            (_SAME_PERSON, rates.person, "You have asked me"),
            (_SAME_CHANNEL, rates.channel, "I was asked in this channel"),
            (_SAME_WORKSPACE, rates.workspace, "I was asked by everybody together"),
        )
        database.create(SCHEMA)

    def check(self, run: Run) -> None:
        """Raise UserFacingError, which says when to ask again, for a run that is one too many.

        Those count that came in within the minute before it, whenever they are worked on.
        """
        for same, most, who in self._limits:
            last = self._database.read(_LATELY.format(same=same), _values(run, most))
            if len(last) > 1:
                seconds = max(1, math.ceil(last[0]["created_at"] + SECONDS - self._clock()))
                raise UserFacingError(
                    f"{who} {most} times within a minute, which is as much as I take; "
                    f"try again in {seconds} s."
                )


def _values(run: Run, most: int) -> dict[str, object]:
    channel, actor = run.inbound.channel, run.inbound.actor
    return {
        "seconds": SECONDS,
        "run_id": run.run_id,
        "most": most,
        "platform": channel.platform,
        "tenant": channel.tenant,
        "channel": channel.channel,
        "actor_tenant": actor.tenant,
        "actor": actor.id,
    }
