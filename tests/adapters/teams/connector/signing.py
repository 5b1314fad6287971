"""The token with which Teams calls the bot.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication,
"Authenticate requests from the Bot Connector service to your bot". In the token ``serviceurl`` is written in
lower case.
"""

import time
from dataclasses import dataclass

from tests.adapters.teams.connector.issued import AUDIENCE
from tests.adapters.teams.connector.key_ring import KeyRing
from tests.adapters.teams.connector.payload import JSON
from tests.adapters.teams.connector.world import World

LIFETIME = 3600


@dataclass
class Signer:
    """Signs with the current key; times are the machine's, as the bot compares with them."""

    world: World
    keys: KeyRing

    def claims(self, service_url: str) -> JSON:
        now = int(time.time())
        return {
            "serviceurl": service_url,
            "nbf": now,
            "exp": now + LIFETIME,
            "iss": AUDIENCE,
            "aud": self.world.app_id,
        }

    def headers(self, service_url: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.keys.current.sign(self.claims(service_url))}"}
