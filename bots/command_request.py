"""A built-in command as somebody gave it."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.orchestrator.state import FileRef
from core.runs.run import Run
from core.session import Session


@dataclass(frozen=True, slots=True)
class Request:
    """A command as somebody gave it."""

    run: Run
    session: Session
    arguments: Sequence[str]
    files: Sequence[FileRef]

    @property
    def person(self) -> str:
        """Who asks, as the policy knows them."""
        return str(self.run.inbound.actor)

    @property
    def channel(self) -> str:
        """Where, as the policy knows it."""
        return str(self.run.inbound.channel)
