"""oauth.v2.access: a code, or a refresh token, for an access token. It needs no token itself."""

from aiohttp import BasicAuth

from tests.adapters.slack.workspace.arguments import Arguments
from tests.adapters.slack.workspace.grant import Grant
from tests.adapters.slack.workspace.oauth import CODE_SECONDS, Code
from tests.adapters.slack.workspace.payload import JSON
from tests.adapters.slack.workspace.slack_error import SlackError
from tests.adapters.slack.workspace.world import World


def oauth_access(world: World, args: Arguments, authorization: str) -> JSON:
    """Errors as https://docs.slack.dev/reference/methods/oauth.v2.access lists them."""
    _check_client(world, args, authorization)
    if args.text("grant_type") == "refresh_token":
        return _refresh(world, args.text("refresh_token"))
    code = _exchange(world, args)
    team = world.teams[code.team]
    install = world.install(team)
    grant = world.grant(team, code.scopes)
    return _answer(world, grant) | {
        "bot_user_id": install.bot_user,
        "authed_user": {"id": code.user},
    }


def _check_client(world: World, args: Arguments, authorization: str) -> None:
    """The client's id and secret come as HTTP Basic or as arguments."""
    client_id, secret = args.text("client_id"), args.text("client_secret")
    if authorization.startswith("Basic "):
        basic = BasicAuth.decode(authorization)
        client_id, secret = basic.login, basic.password
    if client_id != world.client_id:
        raise SlackError("invalid_client_id")
    if secret != world.client_secret:
        raise SlackError("bad_client_secret")


def _exchange(world: World, args: Arguments) -> Code:
    code = world.oauth.codes.get(args.text("code"))
    if code is None or world.clock() - code.at > CODE_SECONDS:
        raise SlackError("invalid_code")
    if code.used:
        raise SlackError("code_already_used")
    if args.text("redirect_uri") != code.redirect_uri:
        raise SlackError("bad_redirect_uri")
    code.used = True
    return code


def _refresh(world: World, refresh_token: str) -> JSON:
    """A refresh token is good once; the access token that it belonged to stays until it expires."""
    for grant in list(world.grants.values()):
        if refresh_token and grant.refresh_token == refresh_token and grant.state == "active":
            grant.refresh_token = ""
            return _answer(world, world.grant(world.teams[grant.team], grant.scopes))
    raise SlackError("invalid_refresh_token")


def _answer(world: World, grant: Grant) -> JSON:
    install = world.installs[grant.team]
    team = install.team
    enterprise = {"id": team.enterprise_id, "name": team.enterprise_name} if team.enterprise_id else None
    return {
        "ok": True,
        "app_id": world.app_id,
        "team": None if install.org_wide else {"id": team.id, "name": team.name},
        "enterprise": enterprise,
        "is_enterprise_install": install.org_wide,
        "access_token": grant.token,
        "token_type": "bot",
        "scope": grant.provided,
        "bot_user_id": install.bot_user,
        **_rotation(world, grant),
    }


def _rotation(world: World, grant: Grant) -> JSON:
    if not world.oauth.rotation:
        return {}
    grant.expires_at = world.clock() + world.oauth.expires_in
    grant.refresh_token = world.identifiers.secret("xoxe-1")
    return {"refresh_token": grant.refresh_token, "expires_in": world.oauth.expires_in}
