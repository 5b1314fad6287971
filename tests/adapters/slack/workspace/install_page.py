"""The page at which somebody installs the app: ``/oauth/v2/authorize``."""

from urllib.parse import urlencode

from aiohttp import web

from tests.adapters.slack.workspace.oauth import Code
from tests.adapters.slack.workspace.world import World


class InstallPage:
    """Decides as ``world.oauth`` says and sends the browser back."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def handle(self, request: web.Request) -> web.StreamResponse:
        oauth = self._world.oauth
        redirect_uri, state = request.query.get("redirect_uri", ""), request.query.get("state", "")
        if request.query.get("client_id") != self._world.client_id:
            return web.Response(status=400, text="Invalid client_id parameter")
        if not oauth.allows:
            return _back(redirect_uri, {"error": "access_denied", "state": state})
        code = self._world.identifiers.secret("code")
        scopes = frozenset(filter(None, request.query.get("scope", "").split(",")))
        oauth.codes[code] = Code(oauth.team, oauth.user, scopes, redirect_uri, self._world.clock())
        return _back(redirect_uri, {"code": code, "state": state})


def _back(redirect_uri: str, query: dict[str, str]) -> web.Response:
    return web.Response(status=302, headers={"Location": f"{redirect_uri}?{urlencode(query)}"})
