"""reactions.add."""

import re

from tests.adapters.slack.workspace.call import Call, Endpoint, Endpoints
from tests.adapters.slack.workspace.meter import TIER_3
from tests.adapters.slack.workspace.payload import JSON
from tests.adapters.slack.workspace.slack_error import SlackError

_NAME = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")


def add(call: Call) -> JSON:
    channel = call.inside()
    message = call.world.message(channel.id, call.args.needed("timestamp"))
    name = call.args.text("name").strip(":")
    if not _NAME.fullmatch(name):
        raise SlackError("invalid_name")
    bot_user = call.world.install_in(channel).bot_user
    reactions = message.setdefault("reactions", [])
    reaction = next((each for each in reactions if each["name"] == name), None)
    if reaction is None:
        reactions.append(reaction := {"name": name, "users": [], "count": 0})
    if bot_user in reaction["users"]:
        raise SlackError("already_reacted")
    reaction["users"].append(bot_user)
    reaction["count"] += 1
    return {"ok": True}


ENDPOINTS: Endpoints = {"reactions.add": Endpoint(add, ("reactions:write",), TIER_3)}
