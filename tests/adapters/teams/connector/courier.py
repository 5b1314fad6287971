"""Brings activities to the bot, each signed anew."""

import asyncio
import json
import time
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from aiohttp import ClientError, ClientSession

from tests.adapters.teams.connector.delivery import Act, Answer, Delivery
from tests.adapters.teams.connector.signing import Signer

ACK_SECONDS = 15.0
"""A bot has 15 seconds: https://learn.microsoft.com/azure/bot-service/bot-builder-howto-long-operations-guidance."""

_AGENT = "Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)"


@dataclass
class Courier:
    """``app_url`` is the messaging endpoint of the bot, ``https://…/api/messages`` in the world."""

    session: ClientSession
    signer: Signer
    app_url: str = ""
    delivered: list[Delivery] = field(default_factory=list)

    async def deliver(self, *deliveries: Delivery) -> list[Delivery]:
        """Deliver at once: separate requests in no promised order. Each gets its answer."""
        await asyncio.gather(*map(self._deliver, deliveries))
        return list(deliveries)

    async def redeliver(self, act: Act) -> Act:
        """Deliver the same activities again, with the same ids and new tokens."""
        again = [Delivery(deepcopy(each.activity), each.headers) for each in act.deliveries]
        return Act(act.conversation, act.id, act.root, await self.deliver(*again))

    async def post(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Post any body with any headers to the bot: for what only an attacker sends."""
        if not self.app_url:
            raise RuntimeError("the bot has no messaging endpoint")
        started = time.perf_counter()
        sent = {"User-Agent": _AGENT, "Content-Type": "application/json; charset=utf-8"} | dict(headers)
        try:
            async with (
                asyncio.timeout(ACK_SECONDS),
                self.session.post(self.app_url, data=body, headers=sent, allow_redirects=False) as response,
            ):
                read = await response.read()
                return Answer(response.status, read, time.perf_counter() - started)
        except TimeoutError:
            return Answer(seconds=time.perf_counter() - started, failure="timeout")
        except (ClientError, OSError) as error:
            return Answer(seconds=time.perf_counter() - started, failure=f"connection_failed: {error}")

    async def _deliver(self, delivery: Delivery) -> None:
        self.delivered.append(delivery)
        activity = delivery.activity
        headers = delivery.headers
        if headers is None:
            headers = self.signer.headers(activity["serviceUrl"]) | _about(delivery)
        delivery.answer = await self.post(json.dumps(activity).encode(), headers)


def _about(delivery: Delivery) -> dict[str, str]:
    """What the headers tell again: msteams-docs, bots/how-to/conversations/request-headers-of-the-bot.md."""
    conversation = delivery.activity["conversation"]
    return {"x-ms-conversation-id": conversation["id"], "x-ms-tenant-id": conversation["tenantId"]}
