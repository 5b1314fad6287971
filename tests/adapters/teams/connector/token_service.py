"""Microsoft's login and key services: tokens for the bot, and the keys that tokens for the bot are checked
with.

Errors are those of Entra: https://learn.microsoft.com/entra/identity-platform/reference-error-codes.
"""

import secrets
from dataclasses import dataclass, field

from aiohttp import web

from tests.adapters.teams.connector.answering import answer, strike
from tests.adapters.teams.connector.issued import AUDIENCE, LIFETIME, Issued
from tests.adapters.teams.connector.key_ring import KeyRing
from tests.adapters.teams.connector.payload import JSON
from tests.adapters.teams.connector.world import World
from tests.adapters.wire.faults import Faults

TOKEN = "token"
METADATA = "metadata"
KEYS = "keys"
"""The names under which faults are set and requests are counted."""


class RefusedError(Exception):
    """A token that is not given, in the words of Entra."""

    def __init__(self, status: int, error: str, code: int, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.body: JSON = {
            "error": error,
            "error_description": f"AADSTS{code}: {description}",
            "error_codes": [code],
        }


@dataclass
class TokenService:
    """``home`` is the tenant that the app is registered in, as a SingleTenant bot is.

    ``requests`` are the names of everything that was asked for. The address of the metadata is a new one for
    each fake: botbuilder keeps keys by address as long as the process runs.
    """

    world: World
    keys: KeyRing
    issued: Issued
    faults: Faults
    home: str = ""
    identity_secret: str = "identity-header"
    requests: list[str] = field(default_factory=list)
    path: str = field(default_factory=lambda: secrets.token_hex(8))

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(f"/{self.path}/v1/.well-known/openidconfiguration", self.metadata),
            web.get(f"/{self.path}/v1/.well-known/keys", self.key_set),
            web.get("/{tenant}/b2c_1/v2.0/.well-known/openid-configuration", self.tenant),
            web.get("/{tenant}/v2.0/.well-known/openid-configuration", self.tenant),
            web.post("/{tenant}/oauth2/v2.0/token", self.token),
            web.get("/msi/token", self.managed_identity),
        ]

    async def metadata(self, request: web.Request) -> web.StreamResponse:
        """What stands at login.botframework.com/v1/.well-known/openidconfiguration."""
        body = {
            "issuer": AUDIENCE,
            "authorization_endpoint": "https://invalid.botframework.com",
            "jwks_uri": f"{request.url.origin()}/{self.path}/v1/.well-known/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        }
        return self._answered(METADATA, request, body)

    async def key_set(self, request: web.Request) -> web.StreamResponse:
        return self._answered(KEYS, request, self.keys.json())

    async def tenant(self, request: web.Request) -> web.StreamResponse:
        """What msal reads of a tenant before it asks for a token."""
        tenant = request.match_info["tenant"]
        base = f"{request.url.origin()}/{tenant}/oauth2/v2.0"
        body = {
            "issuer": f"https://login.microsoftonline.com/{tenant}/v2.0",
            "authorization_endpoint": f"{base}/authorize",
            "token_endpoint": f"{base}/token",
        }
        return self._answered(METADATA, request, body)

    async def token(self, request: web.Request) -> web.StreamResponse:
        """A token for the app's secret, of the app's own tenant."""
        form = {key: str(value) for key, value in (await request.post()).items()}
        try:
            body = self._grant(request.match_info["tenant"], form)
        except RefusedError as refused:
            self.requests.append(TOKEN)
            return answer(refused.body, status=refused.status)
        return self._answered(TOKEN, request, body)

    async def managed_identity(self, request: web.Request) -> web.StreamResponse:
        """A token as an App Service gives it to what runs there (``IDENTITY_ENDPOINT``)."""
        good = request.headers.get("X-IDENTITY-HEADER") == self.identity_secret
        if not good or request.query.get("client_id") != self.world.app_id:
            return answer({"statusCode": 400, "message": "No managed identity found."}, status=400)
        grant = self.issued.issue(self.world.app_id, self.home, request.query.get("resource", ""))
        body = {
            "access_token": grant.token,
            "expires_on": str(int(grant.expires_at)),
            "resource": grant.audience,
            "token_type": "Bearer",
        }
        return self._answered(TOKEN, request, body)

    def _grant(self, tenant: str, form: dict[str, str]) -> JSON:
        if tenant not in self.world.tenants:
            raise RefusedError(400, "invalid_request", 90002, f"Tenant '{tenant}' not found.")
        app = form.get("client_id", "")
        if app != self.world.app_id or tenant != self.home:
            raise RefusedError(400, "unauthorized_client", 700016, f"Application '{app}' was not found.")
        if form.get("client_secret") != self.world.app_password:
            raise RefusedError(401, "invalid_client", 7000215, "Invalid client secret provided.")
        if form.get("grant_type") != "client_credentials":
            raise RefusedError(400, "unsupported_grant_type", 70003, "The grant type is not supported.")
        scope = form.get("scope", "")
        if not scope.endswith("/.default"):
            raise RefusedError(400, "invalid_scope", 1002012, f"The value for scope {scope} is not valid.")
        audience = scope.removesuffix("/.default")
        if audience in self.issued.refused:
            raise RefusedError(
                400, "invalid_resource", 500011, f"The resource principal {audience} was not found."
            )
        grant = self.issued.issue(app, tenant, audience)
        return {"token_type": "Bearer", "expires_in": LIFETIME, "access_token": grant.token}

    def _answered(self, name: str, request: web.Request, body: JSON) -> web.StreamResponse:
        self.requests.append(name)
        fault = self.faults.take(name, None)
        return answer(body) if fault is None else strike(request, fault)
