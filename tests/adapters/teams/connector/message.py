"""A message that stands in a conversation."""

from dataclasses import dataclass, field

from tests.adapters.teams.connector.payload import JSON


@dataclass(eq=False)
class Message:
    """``sender`` is a person's id, empty for the bot; ``root`` is the channel post that it stands under, or
    itself.

    ``only_for`` is the person who alone sees it; ``views`` are the cards that an answer to a press put in the
    place of its own, for one person each. ``streaming``: the bot has not ended it; ``stopped``: a person has.
    """

    id: str
    root: str
    sender: str
    activity: JSON
    at: float
    only_for: str = ""
    edits: int = 0
    views: dict[str, JSON] = field(default_factory=dict)
    reactions: list[tuple[str, str]] = field(default_factory=list)
    streaming: bool = False
    stopped: bool = False
