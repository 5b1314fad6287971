"""JSON Web Tokens of this service: signed, and read back only if they are exactly such."""

import time
from collections.abc import Callable
from secrets import token_urlsafe
from typing import Annotated, Final, Literal

import jwt
from pydantic import BaseModel, ConfigDict, SecretStr, StringConstraints, ValidationError

Algorithm = Literal["HS256", "HS384", "HS512"]
Kind = Literal["access", "refresh"]
Text = Annotated[str, StringConstraints(min_length=1)]

ISSUER: Final = "dataops"
AUDIENCE: Final = "dataops-api"

LEEWAY_SECONDS = 10
"""How far the clocks of two machines may be apart."""

LONGEST = 4096
"""Characters; ours are about 400."""


class BadToken(Exception):  # noqa: N818 - it says what it is
    """No token of this service, or one that is over. Its text is the reason, with nothing of the token."""


class Claims(BaseModel):
    """What a token says; times are in seconds since 1970, ``sid`` is the family it belongs to."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", hide_input_in_errors=True)

    iss: Literal["dataops"]
    aud: Literal["dataops-api"]
    sub: Text
    sid: Text
    jti: Text
    typ: Kind
    iat: int
    exp: int


class TokenSigner:
    """One key, and one algorithm: what a token's own header asks for counts for nothing."""

    def __init__(self, key: SecretStr, algorithm: Algorithm, clock: Callable[[], float] = time.time) -> None:
        self._key = key
        self._algorithm = algorithm
        self._clock = clock

    def sign(self, kind: Kind, person: str, family: str, seconds: int) -> str:
        """A new token that is good for so many seconds."""
        now = int(self._clock())
        claims = Claims(
            iss=ISSUER,
            aud=AUDIENCE,
            sub=person,
            sid=family,
            jti=token_urlsafe(16),
            typ=kind,
            iat=now,
            exp=now + seconds,
        )
        return jwt.encode(claims.model_dump(), self._key.get_secret_value(), self._algorithm)

    def read(self, token: str) -> Claims:
        """What a token says; raises BadToken."""
        if len(token) > LONGEST or not token.isascii():
            raise BadToken("no token")
        try:
            claims = Claims.model_validate(self._verified(token))
        except (jwt.PyJWTError, RecursionError, ValueError) as error:
            raise BadToken(_reason(error)) from None  # its cause may quote the token
        if self._clock() >= claims.exp + LEEWAY_SECONDS:
            raise BadToken("expired")
        if self._clock() < claims.iat - LEEWAY_SECONDS:
            raise BadToken("from the future")
        return claims

    def _verified(self, token: str) -> dict[str, object]:
        """The claims under the signature; their times are compared by our own clock, which tests can set."""
        return jwt.decode(
            token,
            self._key.get_secret_value(),
            algorithms=[self._algorithm],
            audience=AUDIENCE,
            issuer=ISSUER,
            options={
                "require": list(Claims.model_fields),
                "strict_aud": True,
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )


def _reason(error: Exception) -> str:
    """What is wrong, in the library's name for it."""
    if isinstance(error, ValidationError):
        return f"claims: {', '.join(str(each['loc'][0]) for each in error.errors() if each['loc'])}"
    return type(error).__name__
