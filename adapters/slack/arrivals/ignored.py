"""What is none of ours, and why."""

from dataclasses import dataclass
from enum import StrEnum

from core.chat.cleaning import wellformed


class Reason(StrEnum):
    """Why nothing is done about a delivery."""

    MALFORMED = "malformed"  # not what Slack documents
    OWN = "own"  # the bot's own message, or another one of this app
    OTHER_BOT = "other bot"  # bots give no orders: two of them would never stop
    SLACKBOT = "slackbot"
    NOTICE = "notice"  # what Slack writes into a channel: somebody joined, a topic was set
    HIDDEN = "hidden"  # not shown to people
    UNCHANGED = "unchanged"  # an edit that left words and files as they were: a link got its preview
    EMPTY = "empty"  # nothing said, nothing attached, and not to the bot
    OTHER_MEMBER = "other member"  # somebody else joined or left a channel
    SSL_CHECK = "ssl check"
    UNKNOWN_EVENT = "unknown event"
    UNKNOWN_INTERACTION = "unknown interaction"


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing to do. ``detail`` is Slack's own word for it, for the log."""

    reason: Reason
    detail: str = ""

    @classmethod
    def because(cls, reason: Reason, detail: str | None = None) -> "Ignored":
        """With a detail that is fit for a log."""
        return cls(reason, wellformed(detail or "")[:80])
