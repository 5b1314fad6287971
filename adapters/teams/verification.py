"""Whether a request comes from Teams.

What the Bot Framework's own library (4.17.1) does instead, and why it is not used for this: without an app id
it lets everything in; it takes the tokens of emulators and of other bots (skills) too, without comparing
their service address; it checks no endorsement if the key has none, and no service address if the activity
has none; it looks for an unknown key in a way that fails before it asks for the new ones, so that a key that
Microsoft changes is refused until the next day; it waits for the network on the event loop; and most of
what it refuses comes out as an error of the server.

A bot of one tenant, or with a managed identity, gets the same tokens as any other: the Bot Connector signs
them, not the tenant. So neither is asked for here.
(learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication)
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt

from adapters.teams.arrivals.arrival import CHANNEL
from adapters.teams.service_hosts import ServiceHosts
from adapters.teams.signing_keys import ALGORITHM, SigningKey, SigningKeys

ISSUER = "https://api.botframework.com"
SERVICE_CLAIM = "serviceurl"
"""In lower case, other than in the activity."""

SKEW_SECONDS = 300
LONGEST = 8_192
"""Characters of the header; Teams' own have a thousand and some."""

_HEADER = re.compile(r"(?i:Bearer) ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)")


class UnverifiedError(Exception):
    """It does not come from Teams, or cannot show that it does. The text is for the log alone."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says: for which bot it is, and which service sent it. ``values`` is everything it says."""

    app_id: str
    service_url: str
    values: Mapping[str, Any] = field(repr=False)


class Verification:
    """Of a bot with an app id."""

    def __init__(self, app_id: str, keys: SigningKeys, hosts: ServiceHosts, issuer: str = ISSUER) -> None:
        """Raises ValueError without an app id: such a bot would answer anybody."""
        if not app_id.strip():
            raise ValueError("a bot without an app id cannot tell who speaks to it")
        self._app_id = app_id
        self._keys = keys
        self._hosts = hosts
        self._issuer = issuer

    async def authenticate(self, authorization: str | None) -> Mapping[str, Any]:
        """What the token of a request says; ``authorization`` is the header of that name.

        Raises UnverifiedError (to be answered with 401), and KeysUnavailableError where the keys are not to
        be had (503).
        """
        token = _token(authorization)
        key = await self._key(token)
        if CHANNEL not in key.endorsements:
            raise UnverifiedError("whoever signed it does not speak for Teams")
        return self._claims(token, key)

    def admit(self, values: Mapping[str, Any], activity: Mapping[str, Any]) -> Claims:
        """What a token vouches for that came with an activity; raises UnverifiedError if not for that one."""
        if activity.get("channelId") != CHANNEL:
            raise UnverifiedError("whoever signed it does not speak for Teams")
        service_url = self._service(values.get(SERVICE_CLAIM), activity.get("serviceUrl"))
        return Claims(self._app_id, service_url, values)

    async def _key(self, token: str) -> SigningKey:
        try:
            header = jwt.get_unverified_header(token)
        except (jwt.PyJWTError, ValueError, RecursionError) as error:
            raise UnverifiedError("no token") from error
        key_id = header.get("kid")
        if header.get("alg") != ALGORITHM or not isinstance(key_id, str):
            raise UnverifiedError("signed in another way")
        key = await self._keys.find(key_id)
        if key is None:
            raise UnverifiedError("signed with an unknown key")
        return key

    def _claims(self, token: str, key: SigningKey) -> dict[str, Any]:
        try:
            return jwt.decode(
                token,
                key.key,
                algorithms=[ALGORITHM],
                audience=self._app_id,
                issuer=self._issuer,
                leeway=SKEW_SECONDS,
                options={
                    "require": ["exp", "iss", "aud"],
                    "strict_aud": True,
                    "enforce_minimum_key_length": True,
                },
            )
        except (jwt.PyJWTError, ValueError, RecursionError) as error:
            raise UnverifiedError(type(error).__name__) from error

    def _service(self, claimed: Any, told: Any) -> str:
        """Where to answer: the token names it, the activity names the same, and it is one of Teams' own."""
        if not isinstance(claimed, str) or not isinstance(told, str):
            raise UnverifiedError("no service address")
        if claimed.rstrip("/") != told.rstrip("/"):
            raise UnverifiedError("another service address")
        if not self._hosts.allow(told):
            raise UnverifiedError("a foreign service address")
        return told


def _token(authorization: str | None) -> str:
    if authorization is None or len(authorization) > LONGEST:
        raise UnverifiedError("no header")
    match = _HEADER.fullmatch(authorization)
    if match is None:
        raise UnverifiedError("no bearer token")
    return match[1]
