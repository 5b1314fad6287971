"""Markdown that Teams takes but does not render: it stands there as it was written."""

import re

from tests.adapters.teams.connector.payload import JSON
from tests.adapters.teams.connector.rules.attachment_rules import ADAPTIVE
from tests.adapters.teams.connector.rules.card_rules import elements

_FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)
_SIGNS = {
    "heading": re.compile(r"^#{1,6} ", re.MULTILINE),
    "table": re.compile(r"^\|?\s*:?-{3,}:?\s*\|", re.MULTILINE),
    "picture": re.compile(r"!\[[^\]]*\]\("),
}
"""What neither messages nor cards render: format-your-bot-messages.md and
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format."""


def complaints(activity: JSON) -> list[str]:
    """What people would see of the markup of a message, one sentence each."""
    found = []
    if activity.get("textFormat") in (None, "markdown"):
        found += [f"a {sign} in the text of a message" for sign in _signs(activity.get("text") or "")]
    for text in _card_texts(activity):
        found += [f"a {sign} in a text of a card" for sign in _signs(text)]
        found += ["a fence in a text of a card"] if "```" in text else []
    return found


def _signs(text: str) -> list[str]:
    prose = _FENCE.sub("", text)
    return [name for name, sign in _SIGNS.items() if sign.search(prose)]


def _card_texts(activity: JSON) -> list[str]:
    return [
        str(element["text"])
        for attachment in activity.get("attachments") or ()
        if attachment.get("contentType") == ADAPTIVE
        for element in elements(attachment["content"])
        if element["type"] == "TextBlock"
    ]
