"""users.info, usergroups.users.list, bots.info, team.info."""

from tests.adapters.slack.workspace.call import Call, Endpoint, Endpoints
from tests.adapters.slack.workspace.meter import TIER_2, TIER_3, TIER_4
from tests.adapters.slack.workspace.payload import JSON, fill
from tests.adapters.slack.workspace.slack_error import SlackError


def users_info(call: Call) -> JSON:
    person = call.world.people.get(call.args.text("user"))
    if person is None:
        raise SlackError("user_not_found")
    user = person.json(
        email="users:read.email" in call.grant.scopes,
        locale=call.args.flag("include_locale"),
        stranger=person.team not in call.world.installs,
    )
    return {"ok": True, "user": user}


def usergroups_users_list(call: Call) -> JSON:
    members = call.world.usergroups.get(call.args.text("usergroup"))
    if members is None:
        raise SlackError("no_such_subteam")
    return {"ok": True, "users": list(members)}


def bots_info(call: Call) -> JSON:
    """A bot. ``team_id`` may be the organisation: https://docs.slack.dev/reference/methods/bots.info."""
    if call.args.text("team_id") != call.install.team.enterprise_id:
        call.acts_in()
    for install in call.world.installs.values():
        if install.bot_id == call.args.text("bot"):
            bot = fill(
                "objects/bot",
                id=install.bot_id,
                name=install.name,
                app_id=install.app_id,
                user_id=install.bot_user,
            )
            return {"ok": True, "bot": bot}
    raise SlackError("bot_not_found")


def team_info(call: Call) -> JSON:
    team = call.world.teams.get(call.args.text("team", call.grant.team))
    if team is None:
        raise SlackError("team_not_found")
    return {"ok": True, "team": team.json()}


ENDPOINTS: Endpoints = {
    "users.info": Endpoint(users_info, ("users:read",), TIER_4),
    "usergroups.users.list": Endpoint(usergroups_users_list, ("usergroups:read",), TIER_2),
    "bots.info": Endpoint(bots_info, ("users:read",), TIER_3),
    "team.info": Endpoint(team_info, ("team:read",), TIER_3),
}
