"""Tokens that a bot must not believe, and one activity for each."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from tests.adapters.teams.connector.conversation import Conversation
from tests.adapters.teams.connector.courier import Courier
from tests.adapters.teams.connector.delivery import Act, Delivery
from tests.adapters.teams.connector.envelopes import Envelopes
from tests.adapters.teams.connector.key_ring import KeyRing
from tests.adapters.teams.connector.keys import SigningKey
from tests.adapters.teams.connector.payload import JSON
from tests.adapters.teams.connector.person import Person
from tests.adapters.teams.connector.signing import Signer
from tests.adapters.teams.connector.world import World

FOREIGN_SERVICE = "https://smba.attacker.example/amer/"

EMULATOR_ISSUER = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"
"""The issuer of the Emulator's tokens; botbuilder checks them with the keys of login.microsoftonline.com."""


@dataclass(frozen=True)
class _Desk:
    """What a forger has: everything that is public, a key of their own, and true tokens of others."""

    keys: KeyRing
    stranger: SigningKey
    claims: JSON

    def signed(self, **changed: Any) -> str:
        """A truly signed token with other claims; None takes a claim out."""
        return self.keys.current.sign(_without_none(self.claims | changed))

    def by_hand(self, header: JSON, sign: Callable[[bytes], bytes]) -> str:
        """A token whose header no library would write."""
        text = f"{_part(header)}.{_part(self.claims)}"
        return f"{text}.{_encoded(sign(text.encode()))}"


Forged = Callable[[_Desk], str | None]

FORGERIES: Final[dict[str, Forged]] = {
    "missing": lambda _: None,
    "empty": lambda _: "",
    "no_scheme": lambda desk: desk.signed(),
    "other_scheme": lambda desk: f"Basic {desk.signed()}",
    "garbage": lambda _: "Bearer garbage",
    "three_garbage_parts": lambda _: "Bearer a.b.c",
    "no_claims": lambda desk: f"Bearer {desk.keys.current.sign({})}",
    "wrong_audience": lambda desk: f"Bearer {desk.signed(aud='99999999-0000-0000-0000-000000000000')}",
    "no_audience": lambda desk: f"Bearer {desk.signed(aud=None)}",
    "wrong_issuer": lambda desk: f"Bearer {desk.signed(iss='https://api.attacker.example')}",
    "no_issuer": lambda desk: f"Bearer {desk.signed(iss=None)}",
    "emulator_issuer": lambda desk: (
        f"Bearer {desk.signed(iss=EMULATOR_ISSUER, ver='1.0', appid=desk.claims['aud'])}"
    ),
    "expired": lambda desk: f"Bearer {desk.signed(exp=desk.claims['exp'] - 7200)}",
    "not_yet_good": lambda desk: f"Bearer {desk.signed(nbf=desk.claims['nbf'] + 7200)}",
    "no_signature": lambda desk: f"Bearer {desk.signed().rpartition('.')[0]}.",
    "none": lambda desk: f"Bearer {desk.by_hand(_header(desk, 'none'), lambda _: b'')}",
    "none_without_key": lambda desk: f"Bearer {desk.by_hand({'alg': 'none'}, lambda _: b'')}",
    "key_confusion": lambda desk: f"Bearer {desk.by_hand(_header(desk, 'HS256'), _with_public_key(desk))}",
    "unknown_key": lambda desk: f"Bearer {desk.stranger.sign(desk.claims)}",
    "no_key": lambda desk: f"Bearer {desk.keys.current.sign(desk.claims, kid='')}",
    "stolen_key_id": lambda desk: f"Bearer {desk.stranger.sign(desk.claims, kid=desk.keys.current.kid)}",
    "key_of_another_channel": lambda desk: f"Bearer {desk.keys.other_channel.sign(desk.claims)}",
    "changed_claims": lambda desk: f"Bearer {_changed(desk)}",
    "service_url_mismatch": lambda desk: f"Bearer {desk.signed(serviceurl=FOREIGN_SERVICE)}",
    "no_service_url": lambda desk: f"Bearer {desk.signed(serviceurl=None)}",
    "service_url_in_camel_case": lambda desk: (
        f"Bearer {desk.signed(serviceurl=None, serviceUrl=desk.claims['serviceurl'])}"
    ),
}
"""What stands in ``Authorization``; None for no such header."""


@dataclass
class Forger:
    """Sends an ordinary message with a token that is not good."""

    world: World
    envelopes: Envelopes
    courier: Courier
    keys: KeyRing
    signer: Signer
    stranger: SigningKey

    async def forge(self, kind: str, person: Person, place: Conversation, text: str = "help") -> Act:
        """Send a message with one of the FORGERIES."""
        activity = self._message(person, place, text)
        desk = _Desk(self.keys, self.stranger, self.signer.claims(place.tenant.service_url))
        authorization = FORGERIES[kind](desk)
        headers = {} if authorization is None else {"Authorization": authorization}
        return await self._send(place, activity, headers)

    async def from_foreign_service(
        self, person: Person, place: Conversation, text: str = "help", service_url: str = FOREIGN_SERVICE
    ) -> Act:
        """Send a message whose token is good, and whose ``serviceUrl`` is of another host in both places.

        Whoever registers a channel of their own gets Microsoft to sign such a token; a bot that answers there
        gives away its own.
        """
        activity = self._message(person, place, text) | {"serviceUrl": service_url}
        return await self._send(place, activity, self.signer.headers(service_url))

    def _message(self, person: Person, place: Conversation, text: str) -> JSON:
        more: JSON = {"id": self.world.identifiers.message(), "text": text, "attachments": []}
        return self.envelopes.said("message", person, place, "", more)

    async def _send(self, place: Conversation, activity: JSON, headers: dict[str, str]) -> Act:
        deliveries = await self.courier.deliver(Delivery(activity, headers))
        return Act(place.id, activity["id"], "", deliveries)


def _header(desk: _Desk, algorithm: str) -> JSON:
    return {"alg": algorithm, "typ": "JWT", "kid": desk.keys.current.kid}


def _with_public_key(desk: _Desk) -> Callable[[bytes], bytes]:
    """The published key taken for a shared secret."""
    secret = desk.keys.current.public_pem()
    return lambda text: hmac.new(secret, text, sha256).digest()


def _changed(desk: _Desk) -> str:
    """A true token with other claims put between its header and its signature."""
    header, _, signature = desk.signed().split(".")
    return f"{header}.{_part(desk.claims | {'extra': 'claim'})}.{signature}"


def _without_none(claims: JSON) -> JSON:
    return {key: value for key, value in claims.items() if value is not None}


def _part(value: JSON) -> str:
    return _encoded(json.dumps(value).encode())


def _encoded(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")
