"""How large a message may be."""

import re

from tests.adapters.teams.connector.connector_error import ConnectorError

LIMIT_BYTES = 100 * 1024
"""Of the whole payload as UTF-16, without pictures in base64:
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages.

What is counted is the JSON as it came: where a client escapes characters, that is more than it holds."""

_PICTURE = re.compile(r"data:image/[a-z]+;base64,[A-Za-z0-9+/=]*")


def payload_bytes(text: str) -> int:
    """The size of a payload as Teams counts it."""
    return len(_PICTURE.sub("", text).encode("utf-16-le", "surrogatepass"))


def check_size(text: str) -> None:
    """Refuse what is too large: 413 ``MessageSizeTooBig``."""
    if payload_bytes(text) > LIMIT_BYTES:
        raise ConnectorError(413, "MessageSizeTooBig", "Message size too large.")
