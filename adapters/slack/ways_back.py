"""The way back to who did something, where the bot cannot post: Slack's ``response_url``."""

import asyncio
import time
from collections.abc import Callable, Sequence

import structlog
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.rendering.card import render
from adapters.slack.rendering.message import Payload
from core.chat.card import Card
from core.chat.door_database import DoorDatabase

logger = structlog.get_logger()

SCHEMA = """
DROP TABLE IF EXISTS slack_response_urls;
CREATE TABLE IF NOT EXISTS slack_ways_back (act TEXT PRIMARY KEY, url TEXT NOT NULL, at REAL NOT NULL);
"""
"""An earlier table went by runs; nothing in it was good for longer than it takes to restart."""

GOOD_SECONDS = 30 * 60
"""As long as Slack takes an answer there; a run that took longer has no way back."""


class WaysBack:
    """Good for half an hour and five messages, says Slack; kept no longer than that.

    They go by the act of the person: a run may be worked on as soon as it is written down, and its way back
    must be known by then. ``act_of`` finds the act of a run (it blocks), or None.
    """

    def __init__(self, database: DoorDatabase, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        self.act_of: Callable[[str], str | None] = _nobodys
        database.create(SCHEMA)

    def remember(self, act: str, url: str) -> None:
        """Keep the way back of an act, before it is taken in. Blocking."""
        now = self._clock()
        self._database.write("INSERT OR REPLACE INTO slack_ways_back VALUES (?, ?, ?)", (act, url, now))

    def sweep(self) -> None:
        """Remove those that are good no more. Blocking."""
        oldest = self._clock() - GOOD_SECONDS
        self._database.write("DELETE FROM slack_ways_back WHERE at < ?", (oldest,))

    async def answer(self, key: str, payloads: Sequence[Payload]) -> bool:
        """Tell the person alone; false if there is no way back. ``key`` begins with the run and a colon."""
        url = await asyncio.to_thread(self._url, key.partition(":")[0])
        return url is not None and await tell(url, payloads)

    def _url(self, run: str) -> str | None:
        sql = "SELECT url FROM slack_ways_back WHERE act = ? AND at >= ?"
        rows = self._database.read(sql, (self.act_of(run), self._clock() - GOOD_SECONDS))
        return str(rows[0]["url"]) if rows else None


def _nobodys(run: str) -> None:
    """No run has a known act before the service says how to find it."""


async def tell(url: str, payloads: Sequence[Payload]) -> bool:
    """Tell something to the person whose act gave the address, and to nobody else; whether it arrived."""
    client = AsyncWebhookClient(url)
    # An answer to a press would take the place of what was pressed.
    beside = {"response_type": "ephemeral", "replace_original": False}
    bodies = [{"text": each.text, "blocks": list(each.blocks)} | beside for each in payloads]
    sent = [await client.send_dict(body) for body in bodies]
    return all(each.status_code == 200 for each in sent)


async def tell_sentence(url: str, sentence: str) -> None:
    """Tell a person one sentence; one that did not arrive is logged."""
    payloads = render(Card(kind="notice", title=sentence)).payloads
    if not (url and await tell(url, payloads)):
        logger.warning("person_not_told")
