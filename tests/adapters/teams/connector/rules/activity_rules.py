"""What the connector takes from a bot."""

from typing import Any

from tests.adapters.teams.connector.connector_error import bad_syntax
from tests.adapters.teams.connector.conversation import Kind
from tests.adapters.teams.connector.payload import JSON
from tests.adapters.teams.connector.rules.attachment_rules import check_attachments

_FORMATS = frozenset({None, "plain", "markdown", "xml"})
"""https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages."""


def check_activity(activity: Any, kind: Kind, *, update: bool = False) -> None:
    """Refuse an activity that is no message and no typing; an update has to be a message.

    Other types do not pass the validation of the service: https://github.com/microsoft/teams.py/pull/340.
    """
    if not isinstance(activity, dict):
        raise bad_syntax("The activity must be a JSON object.")
    if activity.get("type") == "typing" and not update:
        return
    if activity.get("type") != "message":
        raise bad_syntax(f"Unknown activity type {activity.get('type')!r}.")
    if activity.get("textFormat") not in _FORMATS:
        raise bad_syntax(f"Unknown text format {activity['textFormat']!r}.")
    _check_content(activity, kind, update=update)


def is_split(activity: JSON) -> bool:
    """Whether Teams makes several messages of this one: a text, and an attachment apart from it.

    conversation-messages.md: "you don't receive the message ID in response".
    """
    return bool(activity.get("text")) and bool(activity.get("attachments"))


def _check_content(activity: JSON, kind: Kind, *, update: bool) -> None:
    text, attachments = activity.get("text"), activity.get("attachments") or []
    if text is not None and not isinstance(text, str):
        raise bad_syntax("The text must be a string.")
    if not text and not attachments:
        raise bad_syntax("Activity must include non empty 'text' field or at least one attachment.")
    check_attachments(attachments, kind)
    if update and is_split(activity):
        # https://github.com/OfficeDev/BotBuilder-MicrosoftTeams/issues/126
        raise bad_syntax("Activity resulted into multiple skype activities")
