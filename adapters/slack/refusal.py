"""What Slack says when it refuses a call."""

from slack_sdk.errors import SlackApiError

from core.chat.plain_text import printable


def refusal(error: SlackApiError) -> str:
    """Slack's word for what is wrong; a broken answer has none."""
    data = getattr(error.response, "data", None)
    word = data.get("error") if isinstance(data, dict) else None
    return printable(str(word or f"nothing that makes sense (HTTP {_status(error)})"))


def _status(error: SlackApiError) -> object:
    return getattr(error.response, "status_code", getattr(error.response, "status", "?"))
