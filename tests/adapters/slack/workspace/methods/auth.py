"""auth.test, auth.revoke, oauth.v2.access."""

from tests.adapters.slack.workspace.call import Call, Endpoint, Endpoints
from tests.adapters.slack.workspace.meter import TIER_3
from tests.adapters.slack.workspace.payload import JSON


def test(call: Call) -> JSON:
    """Who the token is. A token for a whole organisation names the organisation as its team."""
    install, team = call.install, call.install.team
    grid = {"enterprise_id": team.enterprise_id} if team.enterprise_id else {}
    return {
        "ok": True,
        "url": team.url,
        "team": team.enterprise_name if install.org_wide else team.name,
        "user": call.world.people[install.bot_user].name,
        "team_id": team.enterprise_id if install.org_wide else team.id,
        "user_id": install.bot_user,
        "bot_id": install.bot_id,
        "is_enterprise_install": install.org_wide,
        **grid,
    }


def revoke(call: Call) -> JSON:
    """Revoke the token; with ``test`` only say that it could be."""
    if not call.args.flag("test"):
        call.grant.state = "revoked"
    return {"ok": True, "revoked": not call.args.flag("test")}


ENDPOINTS: Endpoints = {
    "auth.test": Endpoint(test),
    "auth.revoke": Endpoint(revoke, limit=TIER_3),
}
