"""A picture that is already in Slack."""

import re

from adapters.slack.rendering.fixture import Fixture
from adapters.slack.rendering.limits import ALT_TEXT
from adapters.slack.rendering.measure import clipped
from core.chat.card import Picture
from core.chat.plain_text import printable

_FILE_ID = re.compile("F[A-Z0-9]{8,}")
"""What Slack takes for the id of a file; anything else is an address (python-slack-sdk#1521)."""


def picture(block: Picture, file: str) -> Fixture:
    """The file with an id or a permalink as an image block."""
    key = "id" if _FILE_ID.fullmatch(file) else "url"
    alt = clipped(" ".join(printable(block.alt).split()), ALT_TEXT) or "Picture"
    return Fixture({"type": "image", "slack_file": {key: file}, "alt_text": alt})
