"""What is told beside every event."""

from dataclasses import dataclass

from adapters.slack.arrivals.delivery import Delivery


@dataclass(frozen=True, slots=True)
class Event:
    """An event of the Events API. ``shared``: people of other companies may be in the channel.

    ``at`` is when it happened, in Unix seconds; 0 where Slack does not say.
    """

    delivery: Delivery
    id: str
    shared: bool = False
    at: int = 0
