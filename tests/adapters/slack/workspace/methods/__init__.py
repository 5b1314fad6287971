"""The methods of the Web API that this fake knows, one family a file."""

from tests.adapters.slack.workspace.call import Endpoints
from tests.adapters.slack.workspace.methods import (
    assistant,
    auth,
    chat,
    connections,
    conversations,
    files,
    people,
    reactions,
    stream,
    views,
)

ENDPOINTS: Endpoints = (
    assistant.ENDPOINTS
    | auth.ENDPOINTS
    | chat.ENDPOINTS
    | connections.ENDPOINTS
    | conversations.ENDPOINTS
    | files.ENDPOINTS
    | people.ENDPOINTS
    | reactions.ENDPOINTS
    | stream.ENDPOINTS
    | views.ENDPOINTS
)
