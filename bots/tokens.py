"""Tokens of the API, as the settings say."""

from urllib.parse import urlsplit

from bots.bind import is_loopback
from core.access.auth_service import AuthService
from core.access.people import People
from core.access.signing_secret import signing_secret
from core.access.token_signer import TokenSigner
from core.settings import Settings
from core.storage.database import Database


def open_auth(settings: Settings, database: Database, people: People, address: str) -> AuthService:
    """Who gives and checks tokens where people reach the service at this address.

    Raises UserFacingError where there is no key to sign them with.
    """
    loopback = is_loopback(urlsplit(address).hostname or "")
    signer = TokenSigner(signing_secret(settings, loopback=loopback), settings.jwt_algorithm)
    return AuthService(database, people, signer)
