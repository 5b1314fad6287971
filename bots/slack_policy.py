"""What a policy says about a workspace of Slack."""

from collections.abc import Iterable
from dataclasses import dataclass

from adapters.slack.arrivals.delivery import PLATFORM
from core.access.policy import Policy
from core.chat.thread_ref import ChannelRef


@dataclass(frozen=True, slots=True)
class Opened:
    """How many people, user groups and channels of a workspace are named, and what counts in every one.

    ``foreign`` is how many people and channels belong to other workspaces of Slack.
    """

    people: int
    groups: int
    channels: int
    domains: int
    defaults: tuple[str, ...]
    foreign: int

    @property
    def to_somebody(self) -> bool:
        """Whether anybody there may do anything anywhere."""
        return bool((self.people or self.groups or self.domains) and (self.channels or self.defaults))

    def __str__(self) -> str:
        more = {
            f"{self.groups} user groups": self.groups,
            f"addresses of {self.domains} domains": self.domains,
            f"defaults for {', '.join(self.defaults)}": self.defaults,
        }
        told = [what for what, there in more.items() if there]
        return "; ".join([f"{self.people} people, {self.channels} channels of this workspace", *told])


def opened(policy: Policy, team: str) -> Opened:
    """What a policy opens in a workspace."""
    people = [each for name in policy.people for each in policy.users.get(name, [name])]
    references = (*people, *policy.channels)
    return Opened(
        people=_count(people, team),
        groups=_count(policy.groups, team),
        channels=_count(policy.channels, team),
        domains=len(policy.domains),
        defaults=tuple(kind for kind, binding in policy.defaults if binding is not None),
        foreign=sum(_tenant(each) not in (None, team) for each in references),
    )


def _count(references: Iterable[str], team: str) -> int:
    return sum(_tenant(each) == team for each in references)


def _tenant(reference: str) -> str | None:
    """The workspace that a name of the policy belongs to; None for other platforms."""
    place = ChannelRef.parse(reference)
    return place.tenant if place.platform == PLATFORM else None
