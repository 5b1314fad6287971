"""Who calls: tokens are given, checked, renewed and taken back."""

import time
from collections.abc import Callable
from secrets import token_urlsafe

import structlog

from core.access.audit import AuditLog
from core.access.credentials import Credentials
from core.access.one_time_codes import OneTimeCodes
from core.access.people import People
from core.access.token_audit import TokenAudit
from core.access.token_families import REFRESH_SECONDS, Family, TokenFamilies
from core.access.token_pair import TokenPair
from core.access.token_signer import BadToken, Claims, Kind, TokenSigner
from core.access.user import User
from core.errors import AccessRefused, TokenRefused
from core.storage.database import Database

logger = structlog.get_logger()

ACCESS_SECONDS = 3600
"""An hour of calls without renewing; rights and revocation are looked at with every call."""


class AuthService:
    """Blocking calls; safe for several threads and processes.

    A person is named as in the policy: ``platform:tenant:id``, or the name of a user. Whatever is wrong with
    a token or a code raises TokenRefused; the log has the reason. What is given, renewed, taken back and
    refused is in the audit.
    """

    def __init__(
        self, database: Database, people: People, signer: TokenSigner, clock: Callable[[], float] = time.time
    ) -> None:
        self._people = people
        self._audit = TokenAudit(AuditLog(database, clock), clock)
        self._signer = signer
        self._codes = OneTimeCodes(database, clock)
        self._families = TokenFamilies(database, clock)

    def code(self, person: str) -> str:
        """A code with which this person gets tokens, once, within five minutes; raises AccessRefused."""
        self._require(person)
        return self._codes.make(person)

    def issue(self, person: str) -> TokenPair:
        """Tokens for somebody who is known to be this person; raises AccessRefused."""
        self._require(person)
        family = Family(token_urlsafe(16), person)
        pair = self._pair(family)
        self._families.begin(family, pair.refresh_token)
        self._audit.created(family)
        return pair

    def authenticate(self, credentials: Credentials) -> TokenPair:
        """Tokens for a code."""
        person = self._codes.redeem(credentials.code.get_secret_value())
        if person is None:
            raise self._refused("", "code")
        self._user(person)
        return self.issue(person)

    def validate_token(self, token: str) -> User:
        """Whose access token this is, with the rights that they have at this moment."""
        return self._user(self._family(token, "access").person)

    def refresh_token(self, refresh_token: str) -> TokenPair:
        """The next tokens. A refresh token is good once; if it comes again, all that came of it end."""
        family = self._family(refresh_token, "refresh")
        self._user(family.person)
        pair = self._pair(family)
        if not self._families.renew(family, refresh_token, pair.refresh_token):
            logger.warning("refresh_token_used_again", person=family.person)
            self._audit.revoked(family)
            raise self._refused(family.person, "used before")
        self._audit.refreshed(family)
        return pair

    def revoke(self, token: str) -> None:
        """End a token of either kind, with all that belong to it."""
        family = _family_of(self._claims(token))
        self._families.end(family)
        self._audit.revoked(family)

    def revoke_all(self, person: str) -> int:
        """End all tokens and codes of a person; how many logins that were."""
        self._codes.take_back(person)
        ended = self._families.end_all(person)
        self._audit.all_revoked(person)
        return ended

    def sweep(self) -> None:
        """Remove what is over."""
        self._codes.sweep()
        self._families.sweep()

    def _require(self, person: str) -> None:
        if self._people.find(person) is None:
            self._audit.not_created(person)
            raise AccessRefused

    def _user(self, person: str) -> User:
        user = self._people.find(person)
        if user is None:
            raise self._refused(person, "not in the policy")
        return user

    def _pair(self, family: Family) -> TokenPair:
        return TokenPair(
            access_token=self._signer.sign("access", family.person, family.id, ACCESS_SECONDS),
            refresh_token=self._signer.sign("refresh", family.person, family.id, REFRESH_SECONDS),
            expires_in=ACCESS_SECONDS,
        )

    def _claims(self, token: str) -> Claims:
        try:
            return self._signer.read(token)
        except BadToken as error:
            raise self._refused("", str(error)) from None

    def _family(self, token: str, kind: Kind) -> Family:
        """The family of a token of this kind, which still stands."""
        claims = self._claims(token)
        if claims.typ != kind:
            raise self._refused(claims.sub, "another kind")
        if not self._families.stands(_family_of(claims)):
            raise self._refused(claims.sub, "revoked")
        return _family_of(claims)

    def _refused(self, person: str, reason: str) -> TokenRefused:
        """Put on record that a token or a code is not taken; the error to raise."""
        logger.info("token_refused", reason=reason)
        self._audit.refused(person, reason)
        return TokenRefused()


def _family_of(claims: Claims) -> Family:
    return Family(claims.sid, claims.sub)
