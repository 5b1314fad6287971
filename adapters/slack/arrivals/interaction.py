"""What is alike in everything that somebody presses, submits or chooses."""

from dataclasses import dataclass

from adapters.slack.arrivals.delivery import Delivery
from adapters.slack.arrivals.shapes import InteractionShape, ViewShape
from adapters.slack.arrivals.tenant import Origin, origin
from core.chat.inbound import Actor


@dataclass(frozen=True, slots=True)
class View:
    """A form or Home tab. The bot gave it ``callback`` and ``metadata``; ``hash`` names its state."""

    id: str
    kind: str
    callback: str
    metadata: str
    hash: str

    @classmethod
    def of(cls, shape: ViewShape) -> "View":
        """A view as Slack tells it."""
        metadata, callback = shape.private_metadata or "", shape.callback_id or ""
        return cls(shape.id, shape.type, callback, metadata, shape.hash or "")


@dataclass(frozen=True, slots=True)
class Interaction:
    """Something somebody did with the mouse, and in which installation."""

    delivery: Delivery
    shape: InteractionShape

    @property
    def actor(self) -> Actor:
        """Who did it."""
        user = self.shape.user
        return self.delivery.actor(user.id, user.name, user.username)

    @property
    def origin(self) -> Origin:
        """Where they come from; any channel may be shared, the payload does not say."""
        return origin(self.delivery.installation, self.shape.user.team_id, shared=True)
