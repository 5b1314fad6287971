"""What a policy says about a workspace of Slack."""

from collections.abc import Collection

from adapters.slack.arrivals.delivery import PLATFORM
from core.chat.thread_ref import ChannelRef


def count(references: Collection[str], team: str) -> int:
    """How many of the people, or of the channels, belong to a workspace."""
    return sum(tenant_of(each) == team for each in references)


def tenant_of(reference: str) -> str | None:
    """The workspace that a name of the policy belongs to; None for other platforms."""
    place = ChannelRef.parse(reference)
    return place.tenant if place.platform == PLATFORM else None
