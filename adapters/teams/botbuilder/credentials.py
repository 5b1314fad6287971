"""The bot's credentials, as botbuilder and msal need them to keep the event loop and its threads free."""

import asyncio
import re
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

import msal
import requests
import structlog
from botframework.connector.auth import ServiceClientCredentialsFactory
from botframework.connector.auth.managedidentity_app_credentials import ManagedIdentityAppCredentials
from msal.exceptions import MsalError
from msrest.authentication import BasicTokenAuthentication

from adapters.teams.transport import Unsent

TOKEN_SECONDS = 8.0
"""For one request to Microsoft's login, of which a first token takes two; msal itself waits for ever."""

_CODE = re.compile("AADSTS[0-9]{1,9}")
"""Entra's number for a refusal; the rest of what it says could repeat what it was sent."""

logger = structlog.get_logger()


class ImpatientCredentials:
    """Credentials of botbuilder's, whose login gives up in time."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def get_access_token(self) -> str:
        """A token, which msal keeps until it ends.

        Blocking; raises PermissionError, ValueError, KeyError, MsalError or an OSError of the network.
        """
        if self._inner.app is None:
            self._inner.app = _login(self._inner)
        return str(self._inner.get_access_token())


class ReadyCredentials(ServiceClientCredentialsFactory):  # type: ignore[misc]  # botbuilder has no types
    """Credentials that have their token with them when botbuilder gets them: the loop waits for nothing.

    A thread of its own fetches it: a login that hangs would fill those that the database needs.
    """

    def __init__(self, inner: ServiceClientCredentialsFactory) -> None:
        self._inner = inner
        self._thread = ThreadPoolExecutor(1, "teams-token")
        self._tokens: dict[tuple[str, ...], _Token] = {}

    async def is_valid_app_id(self, app_id: str) -> bool:
        """Whether they are this bot's."""
        return bool(await self._inner.is_valid_app_id(app_id))

    async def is_authentication_disabled(self) -> bool:
        """Whether there is no bot that could have any."""
        return bool(await self._inner.is_authentication_disabled())

    async def create_credentials(
        self,
        app_id: str,
        oauth_scope: str,
        login_endpoint: str,
        validate_authority: bool,  # noqa: FBT001 - botbuilder calls it so
    ) -> Any:
        """Raises Unsent if there is no token to be had."""
        given = (app_id, oauth_scope, login_endpoint, validate_authority)
        if not app_id:
            return await self._inner.create_credentials(*given)
        key = (app_id, oauth_scope or "", login_endpoint or "")
        if key not in self._tokens:
            made = ImpatientCredentials(await self._inner.create_credentials(*given))
            self._tokens[key] = _Token(made, self._thread)
        return BasicTokenAuthentication({"access_token": await self._tokens[key].get()})


class _Token:
    """Asked for once, however many calls want it meanwhile."""

    def __init__(self, credentials: ImpatientCredentials, thread: Executor) -> None:
        self._credentials = credentials
        self._thread = thread
        self._asked: asyncio.Future[str] | None = None

    async def get(self) -> str:
        """One that is good now; raises Unsent."""
        if self._asked is None or self._asked.done():
            self._asked = asyncio.get_running_loop().run_in_executor(self._thread, self._fetch)
        return await asyncio.shield(self._asked)

    def _fetch(self) -> str:
        try:
            return self._credentials.get_access_token()
        except (OSError, ValueError, KeyError, MsalError) as error:  # PermissionError is an OSError
            code = _CODE.search(str(error))
            logger.warning(
                "teams_token_unavailable", error=type(error).__name__, code=code[0] if code else ""
            )
            raise Unsent("no token") from error


class _Session(requests.Session):
    """Waits for so long and no longer."""

    def request(self, *given: Any, **named: Any) -> requests.Response:
        return super().request(*given, **{"timeout": TOKEN_SECONDS, **named})


def _login(credentials: Any) -> Any:
    """Microsoft's login as botbuilder would make it, but for how long it waits."""
    if isinstance(credentials, ManagedIdentityAppCredentials):
        return msal.ManagedIdentityClient(
            msal.UserAssignedManagedIdentity(client_id=credentials.microsoft_app_id),
            http_client=_Session(),
            token_cache=ManagedIdentityAppCredentials.global_token_cache,
        )
    return msal.ConfidentialClientApplication(
        credentials.microsoft_app_id,
        client_credential=credentials.microsoft_app_password,
        authority=credentials.oauth_endpoint,
        http_client=_Session(),
    )
