"""What is none of ours, and why."""

from dataclasses import dataclass
from enum import StrEnum

from core.chat.cleaning import wellformed


class Reason(StrEnum):
    """Why nothing is done about an activity."""

    MALFORMED = "malformed"  # not what Teams documents
    OTHER_PLATFORM = "other platform"  # the bot is also registered for another channel of Azure's
    BOT = "bot"  # bots give no orders: two of them would never stop
    EMPTY = "empty"  # nothing said, nothing attached, and not to the bot
    OTHER_CARD = "other card"  # pressed on a card that this bot did not make
    REFRESH = "refresh"  # a card renews itself; nobody pressed anything
    REACTION = "reaction"  # a heart is no order
    TYPING = "typing"
    UNKNOWN_EVENT = "unknown event"
    UNKNOWN_INVOKE = "unknown invoke"


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing to do. ``detail`` is Teams' own word for it, for the log.

    ``invoke`` is the name of the invoke that it was; its sender waits for an answer. It is empty for anything
    else.
    """

    reason: Reason
    detail: str = ""
    invoke: str = ""

    @classmethod
    def because(cls, reason: Reason, detail: str | None = None, *, invoke: str | None = None) -> "Ignored":
        """With words that are fit for a log."""
        return cls(reason, wellformed(detail or "")[:80], wellformed(invoke or "")[:80])
