"""A file of a message that Teams does not hand over, and that Graph may have."""

from dataclasses import dataclass

from adapters.teams.arrivals.attached import Obstacle, Unreachable
from core.chat.inbound import InboundFile

_HELD = "held:"


@dataclass(frozen=True, slots=True)
class HeldFile:
    """``unreachable`` says what to do where Graph does not have it either.

    ``message`` is the message that it hangs at, ``root`` the first one of that thread (empty in chats).
    """

    unreachable: Unreachable
    root: str
    message: str

    @property
    def file(self) -> InboundFile:
        """The file as one of its message. No id of Teams' has a slash."""
        locator = f"{_HELD}{self.unreachable.obstacle.name}/{self.root}/{self.message}"
        return InboundFile(name=self.unreachable.name, locator=locator)

    @classmethod
    def of(cls, file: InboundFile) -> "HeldFile | None":
        """The inverse of ``file``; None for any other file."""
        parts = file.locator.removeprefix(_HELD).split("/")
        if not file.locator.startswith(_HELD) or len(parts) != 3 or parts[0] not in Obstacle.__members__:
            return None
        return cls(Unreachable(file.name, Obstacle[parts[0]]), parts[1], parts[2])
