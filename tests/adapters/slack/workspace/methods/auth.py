"""auth.test, auth.revoke, auth.teams.list."""

from tests.adapters.slack.workspace.call import Call, Endpoint, Endpoints
from tests.adapters.slack.workspace.meter import TIER_2, TIER_3
from tests.adapters.slack.workspace.methods.conversations import page
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


def list_teams(call: Call) -> JSON:
    """The workspaces that an organisation's token is good for; of a workspace's token its own."""
    teams = list(call.world.teams.values())
    if call.install.org_wide:
        own = call.install.team.enterprise_id
        found = [each for each in teams if each.enterprise_id == own and each.granted]
    else:
        found = [call.install.team]
    chosen, more = page(call, found, 100)
    return {"ok": True, "teams": [{"id": each.id, "name": each.name} for each in chosen], **more}


ENDPOINTS: Endpoints = {
    "auth.test": Endpoint(test),
    "auth.revoke": Endpoint(revoke, limit=TIER_3),
    "auth.teams.list": Endpoint(list_teams, limit=TIER_2),
}
