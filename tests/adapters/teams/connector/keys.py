"""The keys that Microsoft signs with."""

import json
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm

from tests.adapters.teams.connector.payload import JSON

TEAMS_ENDORSEMENTS = ("msteams", "skype", "webchat", "email")
"""The channels that a key speaks for; a key that does not endorse ``msteams`` may sign nothing from Teams."""


@cache
def _made(pair: str) -> rsa.RSAPrivateKey:
    """A pair of keys, the same one for a name as long as the process lives."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class SigningKey:
    """An RSA key with its id. ``pair`` names the pair of keys behind it, the id where it is left out."""

    def __init__(
        self, kid: str, endorsements: tuple[str, ...] = TEAMS_ENDORSEMENTS, pair: str | None = None
    ) -> None:
        self.kid = kid
        self.endorsements = endorsements
        self._pair = pair or kid

    @property
    def _private(self) -> rsa.RSAPrivateKey:
        return _made(self._pair)

    def sign(self, claims: JSON, **header: Any) -> str:
        """A token; ``header`` replaces what stands in its header."""
        named = {"kid": self.kid, "x5t": self.kid} | header
        return jwt.encode(claims, self._private, algorithm="RS256", headers=named)

    def jwk(self) -> JSON:
        """The public half, as the set of keys lists it."""
        public: JSON = json.loads(RSAAlgorithm.to_jwk(self._private.public_key()))
        numbers = {name: public[name] for name in ("kty", "n", "e")}
        names = {"use": "sig", "kid": self.kid, "x5t": self.kid}
        return {**numbers, **names, "endorsements": list(self.endorsements)}

    def public_pem(self) -> bytes:
        """The public half as everybody can have it."""
        return self._private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
