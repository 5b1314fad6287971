"""users.info, users.list, usergroups.list, usergroups.users.list, bots.info, team.info."""

from tests.adapters.slack.workspace.call import Call, Endpoint, Endpoints
from tests.adapters.slack.workspace.meter import TIER_2, TIER_3, TIER_4
from tests.adapters.slack.workspace.methods.conversations import page
from tests.adapters.slack.workspace.payload import ABSENT, JSON, fill
from tests.adapters.slack.workspace.person import Person
from tests.adapters.slack.workspace.slack_error import SlackError


def users_info(call: Call) -> JSON:
    person = call.world.people.get(call.args.text("user"))
    if person is None:
        raise SlackError("user_not_found")
    return {"ok": True, "user": _told(call, person)}


def _told(call: Call, person: Person) -> JSON:
    """Somebody as an app is told of them; those of other companies are strangers until they share a channel.

    https://docs.slack.dev/reference/objects/user-object
    """
    team = call.world.teams.get(person.team)
    met = any(person.id in each.members for each in call.world.channels.values())
    return person.json(
        email="users:read.email" in call.grant.scopes,
        locale=call.args.flag("include_locale"),
        stranger=person.team not in call.world.installs and not met,
        enterprise=team.enterprise_id if team else "",
    )


def users_list(call: Call) -> JSON:
    """Everybody of a workspace, also those who have left it."""
    team = call.acts_in()
    chosen, more = page(call, [each for each in call.world.people.values() if each.team == team], 1000)
    return {"ok": True, "members": [_told(call, each) for each in chosen], **more}


def usergroups_list(call: Call) -> JSON:
    """The user groups of a workspace; a disabled one has the date of that."""
    team, disabled = call.acts_in(), call.world.disabled_usergroups
    groups = [
        fill(
            "objects/usergroup",
            id=group,
            team_id=team,
            date_delete=call.world.now() if group in disabled else 0,
            users=list(users) if call.args.flag("include_users") else ABSENT,
            user_count=len(users),
        )
        for group, users in call.world.usergroups.items()
        if group not in disabled or call.args.flag("include_disabled")
    ]
    return {"ok": True, "usergroups": groups}


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
    "users.list": Endpoint(users_list, ("users:read",), TIER_2),
    "usergroups.list": Endpoint(usergroups_list, ("usergroups:read",), TIER_2),
    "usergroups.users.list": Endpoint(usergroups_users_list, ("usergroups:read",), TIER_2),
    "bots.info": Endpoint(bots_info, ("users:read",), TIER_3),
    "team.info": Endpoint(team_info, ("team:read",), TIER_3),
}
