"""What Slack says when it refuses a call."""

from collections.abc import Mapping

from slack_sdk.errors import SlackApiError

from core.chat.plain_text import printable

LIMITED = frozenset({"ratelimited", "rate_limited"})
LIMITED_SECONDS = 10.0
"""Where Slack limits a call and does not say for how long."""


def refusal(error: SlackApiError) -> str:
    """Slack's word for what is wrong; a broken answer has none."""
    word = _data(error).get("error")
    return printable(str(word or f"nothing that makes sense (HTTP {_status(error) or '?'})"))


def reason(error: Exception) -> str:
    """Why a call brought nothing, in a word for the log."""
    return refusal(error) if isinstance(error, SlackApiError) else type(error).__name__


def lost(error: Exception) -> bool:
    """Whether nobody knows if a call had its effect: no answer came, or none that says so."""
    if not isinstance(error, SlackApiError):
        return True
    return _status(error) >= 500 or (_status(error) == 200 and not _data(error))


def limited(error: SlackApiError) -> float | None:
    """The seconds for which Slack takes no such call; None for any other refusal. The call had no effect."""
    if _status(error) != 429 and _data(error).get("error") not in LIMITED:
        return None
    headers: Mapping[str, str] = getattr(error.response, "headers", None) or {}
    return seconds_to_wait(headers)


def seconds_to_wait(headers: Mapping[str, str]) -> float:
    """What the headers of an answer with status 429 ask for."""
    said = str(headers.get("Retry-After", ""))
    return float(said) if said.isascii() and said.isdecimal() else LIMITED_SECONDS


def _data(error: SlackApiError) -> Mapping[str, object]:
    """The body of the answer; that of a proxy is no JSON, or nothing at all."""
    data = getattr(error.response, "data", None)
    return data if isinstance(data, dict) else {}


def _status(error: SlackApiError) -> int:
    """The HTTP status: of Slack's answer, or of one that could not be read."""
    return int(getattr(error.response, "status_code", None) or getattr(error.response, "status", None) or 0)
