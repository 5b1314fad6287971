"""The keys that Microsoft's services sign their requests with, as they publish them."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import jwt
import orjson
import structlog

from adapters.teams.address import Address

METADATA = "https://login.botframework.com/v1/.well-known/openidconfiguration"

ALGORITHM = "RS256"

FRESH_SECONDS = 24 * 3600
RETRY_SECONDS = 300
"""So long at least between two questions, however many unknown keys are named meanwhile."""

KEPT_SECONDS = 3 * 24 * 3600
"""Keys that cannot be asked for anew are good for so long: people should be answered meanwhile."""

FETCH_SECONDS = 8.0
"""For both documents; Teams waits ten to fifteen for its answer."""

LARGEST = 1 << 20
"""Bytes of a published document; Microsoft's has a few dozen thousand."""

log = structlog.get_logger(__name__)


class KeysUnavailableError(Exception):
    """The keys are not to be had now; whether a token is good cannot be told."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key, and the channels that whoever signs with it may speak for."""

    key: jwt.PyJWK
    endorsements: frozenset[str]


class SigningKeys:
    """Asked for once a day, and at most every few minutes when an unknown one is named.

    Requests that name an unknown key wait for the same answer. Nobody waits who names a known one: what has
    become of it is found out behind them.
    """

    def __init__(self, metadata_url: str = METADATA, clock: Callable[[], float] = time.monotonic) -> None:
        self._metadata_url = metadata_url
        self._clock = clock
        self._keys: Mapping[str, SigningKey] = {}
        self._fetched_at: float | None = None
        self._asked_at: float | None = None
        self._asking = asyncio.Lock()
        self._behind: asyncio.Task[None] | None = None

    async def find(self, key_id: str) -> SigningKey | None:
        """A key by its id; None if there is none. Raises KeysUnavailableError if that cannot be told."""
        if key_id not in self._keys or self._age() > KEPT_SECONDS:
            await self._refresh(key_id)
        elif self._age() > FRESH_SECONDS and not self._asked_just_now():
            self._refresh_behind(key_id)
        if self._age() > KEPT_SECONDS:
            raise KeysUnavailableError("no keys are known")
        found = self._keys.get(key_id)
        if found is None and self._failed:
            raise KeysUnavailableError("it may be a new key")
        return found

    @property
    def _failed(self) -> bool:
        """Whether the last question got no answer."""
        return self._asked_at != self._fetched_at

    def _age(self) -> float:
        return float("inf") if self._fetched_at is None else self._clock() - self._fetched_at

    def _asked_just_now(self) -> bool:
        return self._asked_at is not None and self._clock() - self._asked_at < RETRY_SECONDS

    def _refresh_behind(self, key_id: str) -> None:
        """Ask without anybody waiting for it."""
        if self._behind is None or self._behind.done():
            self._behind = asyncio.create_task(self._refresh(key_id), name="teams-keys")

    async def _refresh(self, key_id: str) -> None:
        """Ask, unless that was done just now or somebody else has found the key meanwhile."""
        async with self._asking:
            if not self._asked_just_now() and (self._age() > FRESH_SECONDS or key_id not in self._keys):
                await self._ask()

    async def _ask(self) -> None:
        self._asked_at = now = self._clock()
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                self._keys = await self._fetch()
            self._fetched_at = now
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            log.warning("teams_keys_unavailable", error=type(error).__name__)

    async def _fetch(self) -> dict[str, SigningKey]:
        async with aiohttp.ClientSession() as session:
            metadata = await _document(session, self._metadata_url)
            keys = await _document(session, self._near(metadata.get("jwks_uri")))
        found = _read(keys.get("keys"))
        if not found:
            raise ValueError("there are no keys")
        return found

    def _near(self, url: Any) -> str:
        """Where the keys are: as safe a place as the one that says so."""
        told, address = Address.parse(self._metadata_url), Address.parse(str(url))
        safe = address is not None and (address.public or (address.loopback and told and told.loopback))
        if not safe:
            raise ValueError("no address of keys")
        return str(url)


async def _document(session: aiohttp.ClientSession, url: str) -> dict[str, Any]:
    async with session.get(url, allow_redirects=False) as response:
        if response.status != 200:
            raise ValueError("it is not published there")
        content = await response.content.read(LARGEST + 1)
        while len(content) <= LARGEST and (more := await response.content.read(LARGEST + 1)):
            content += more
    read = orjson.loads(content) if len(content) <= LARGEST else None
    if not isinstance(read, dict):
        raise ValueError("it is no such document")  # noqa: TRY004 - whoever asks knows one error for all of them
    return read


def _read(keys: Any) -> dict[str, SigningKey]:
    """The keys for signatures; others, and such as are not well made, are left out."""
    listed = keys if isinstance(keys, list) else []
    pairs = (_key(each) for each in listed if isinstance(each, dict))
    return dict(pair for pair in pairs if pair is not None)


def _key(told: dict[str, Any]) -> tuple[str, SigningKey] | None:
    key_id, endorsements = told.get("kid"), told.get("endorsements")
    is_ours = told.get("kty") == "RSA" and told.get("use", "sig") == "sig" and isinstance(key_id, str)
    if not is_ours or not isinstance(endorsements, list):
        return None
    try:
        public = {part: told[part] for part in ("kty", "n", "e")}
        key = jwt.PyJWK(public, algorithm=ALGORITHM)
    except (jwt.PyJWTError, ValueError, KeyError, TypeError):
        return None
    names = frozenset(each for each in endorsements if isinstance(each, str))
    return str(key_id), SigningKey(key, names)
