"""The tokens that the bot got for its own calls."""

import time
from dataclasses import dataclass, field

from tests.adapters.teams.connector.connector_error import ConnectorError, unauthorized
from tests.adapters.teams.connector.keys import SigningKey
from tests.adapters.teams.connector.payload import JSON
from tests.adapters.teams.connector.world import World

AUDIENCE = "https://api.botframework.com"
"""For whom a bot's token must be: learn.microsoft.com, bot-service,
rest-api/bot-framework-rest-connector-authentication."""

GRAPH = "https://graph.microsoft.com"
"""For whom a token must be that Microsoft Graph takes."""

LIFETIME = 3599
"""Seconds that a token is good, by the machine's clock: msal keeps it that long, whatever time a test makes
it."""


@dataclass
class Grant:
    """A token, the app and tenant it is of, and until when it is good (seconds since the epoch)."""

    token: str
    app: str
    tenant: str
    audience: str
    expires_at: float


@dataclass
class Issued:
    """Every token so far.

    ``roles`` are the rights that one for Microsoft Graph tells of, ``refused`` for whom none is given any
    more.
    """

    world: World
    key: SigningKey
    roles: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    grants: dict[str, Grant] = field(default_factory=dict)

    def issue(self, app: str, tenant: str, audience: str = AUDIENCE) -> Grant:
        now = time.time()
        claims: JSON = {
            "aud": audience,
            "iss": f"https://sts.windows.net/{tenant}/",
            "iat": int(now),
            "nbf": int(now),
            "exp": int(now) + LIFETIME,
            "appid": app,
            "tid": tenant,
            "uti": str(len(self.grants)),
            "ver": "1.0",
        }
        if audience == GRAPH and self.roles:
            claims["roles"] = self.roles
        grant = Grant(self.key.sign(claims), app, tenant, audience, now + LIFETIME)
        self.grants[grant.token] = grant
        return grant

    def expire(self) -> None:
        """Every token given out so far is too old from now on."""
        for grant in self.grants.values():
            grant.expires_at = 0.0

    def check(self, authorization: str, audience: str = AUDIENCE) -> None:
        """Refuse a call whose token is missing, unknown, for somebody else or too old."""
        scheme, _, token = authorization.partition(" ")
        grant = self.grants.get(token) if scheme == "Bearer" else None
        if grant is None or grant.audience != audience or grant.expires_at <= time.time():
            raise unauthorized()
        if grant.app != self.world.app_id:
            raise ConnectorError(401, "BotNotRegistered", "No registration found for this bot.")
