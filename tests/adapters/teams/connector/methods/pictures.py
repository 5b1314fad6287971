"""Pictures that people paste: they lie at the connector and are read with the bot's own token.

bots-filesv4.md, "Fetch inline images from message"; the address is recorded in
NousResearch/hermes-agent#73685.
"""

from tests.adapters.teams.connector.call import Call, Endpoint, Reply
from tests.adapters.teams.connector.connector_error import ConnectorError


def picture(call: Call) -> Reply:
    found = call.world.pictures.get(call.match["picture"])
    if found is None or call.match["view"] != "original":
        raise ConnectorError(404, "NotFound", "Attachment not found.")
    content_type, content = found
    return Reply({}, content=content, content_type=content_type)


ENDPOINTS = (Endpoint("picture", "GET", "/v3/attachments/{picture}/views/{view}", picture),)
