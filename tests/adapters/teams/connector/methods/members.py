"""Who is in a conversation, and what a team is.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context.
"""

from tests.adapters.teams.connector.call import Call, Endpoint, Reply
from tests.adapters.teams.connector.connector_error import ConnectorError, bad_argument
from tests.adapters.teams.connector.payload import JSON, fill
from tests.adapters.teams.connector.tenant import Team

_PAGE = range(50, 501)
"""How many members a page may have; without a size it has 200."""


def members(call: Call) -> Reply:
    """All members. Deprecated in Teams: it stops at 10,000."""
    return Reply(_roster(call))


def paged_members(call: Call) -> Reply:
    asked, token = call.query.get("pageSize", "200"), call.query.get("continuationToken", "0")
    if not (asked.isdecimal() and token.isdecimal()) or (size := int(asked)) not in _PAGE:
        raise bad_argument(f"The page size must be {_PAGE.start} to {_PAGE.stop - 1}.")
    start, everybody = int(token), _roster(call)
    more = {"continuationToken": str(start + size)} if start + size < len(everybody) else {}
    return Reply({**more, "members": everybody[start : start + size]})


def member(call: Call) -> Reply:
    """One member, by the id for this bot or by the object id."""
    wanted = call.match["member"]
    for each in _roster(call):
        if wanted in (each["id"], each.get("aadObjectId")):
            return Reply(each)
    raise ConnectorError(
        404, "MemberNotFoundInConversation", "The member is not part of the conversation roster."
    )


def team(call: Call) -> Reply:
    found = _team(call)
    values = found.json() | {"channelCount": len(found.channels) + 1, "memberCount": len(found.members)}
    return Reply(fill("objects/team", values))


def team_channels(call: Call) -> Reply:
    """The channels; the first one has no name, as it is called otherwise in each language."""
    found = _team(call)
    named = [{"id": each, "name": call.world.conversations[each].name} for each in found.channels]
    return Reply({"conversations": [{"id": found.id}, *named]})


def _roster(call: Call) -> list[JSON]:
    """Of a conversation, or of a team as a whole by its own id."""
    team = call.world.teams.get(call.match["conversation"])
    members = call.conversation.members if team is None else _team_of(call, team).members
    return [call.world.people[identifier].member() for identifier in members]


def _team(call: Call) -> Team:
    return _team_of(call, call.world.teams.get(call.match["team"]))


def _team_of(call: Call, found: Team | None) -> Team:
    """A team in which the bot is."""
    if found is None or found.tenant is not call.tenant:
        raise ConnectorError(404, "NotFound", "Team not found.")
    if not any(call.world.conversations[each].bot for each in found.channels):
        raise ConnectorError(403, "BotNotInConversationRoster", "The bot is not part of the team.")
    return found


_MEMBERS = "/v3/conversations/{conversation}/members"

ENDPOINTS = (
    Endpoint("members", "GET", _MEMBERS, members, "members"),
    Endpoint("member", "GET", _MEMBERS + "/{member}", member, "members"),
    Endpoint(
        "paged_members", "GET", "/v3/conversations/{conversation}/pagedmembers", paged_members, "members"
    ),
    Endpoint("team", "GET", "/v3/teams/{team}", team),
    Endpoint("team_channels", "GET", "/v3/teams/{team}/conversations", team_channels),
)
