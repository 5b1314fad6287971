"""The way back to who gave a command where the bot is no member: Slack's ``response_url``."""

import asyncio
from collections.abc import Sequence

from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.rendering.message import Payload
from core.chat.door_database import DoorDatabase

SCHEMA = "CREATE TABLE IF NOT EXISTS slack_ways_back (run TEXT PRIMARY KEY, url TEXT NOT NULL);"

NOT_THERE = frozenset({"not_in_channel", "channel_not_found", "user_not_in_channel", "is_archived"})
"""Slack's words for a place where the bot cannot post."""


class WaysBack:
    """Good for half an hour and five messages, says Slack."""

    def __init__(self, database: DoorDatabase) -> None:
        self._database = database
        database.create(SCHEMA)

    def remember(self, run: str, url: str) -> None:
        """Keep the way back of a run's command. Blocking."""
        self._database.write("INSERT OR REPLACE INTO slack_ways_back VALUES (?, ?)", (run, url))

    async def answer(self, key: str, payloads: Sequence[Payload]) -> bool:
        """Tell the person alone; false if there is no way back. ``key`` begins with the run and a colon."""
        run = key.partition(":")[0]
        sql = "SELECT url FROM slack_ways_back WHERE run = ?"
        rows = await asyncio.to_thread(self._database.read, sql, (run,))
        if not rows:
            return False
        return await tell(rows[0]["url"], payloads)


async def tell(url: str, payloads: Sequence[Payload]) -> bool:
    """Tell something to the person whose act gave the address, and to nobody else; whether it arrived."""
    client = AsyncWebhookClient(url)
    sent = [await client.send(text=each.text, blocks=list(each.blocks)) for each in payloads]
    return all(each.status_code == 200 for each in sent)
