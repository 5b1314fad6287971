"""A command as somebody gave it."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.access.audit import Act
from core.chat.thread_ref import ChannelRef
from core.errors import UserFacingError
from core.orchestrator.state import FileRef
from core.runs.run import Run
from core.session import Session

BECAUSE = ("because", "--why")
"""What stands behind one of these words is the reason."""


@dataclass(frozen=True, slots=True)
class Request:
    """A command as somebody gave it. ``arguments`` stand behind its name, names as references."""

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

    @property
    def words(self) -> list[str]:
        """The arguments without the reason."""
        return list(self.arguments[: self._reason_at()])

    @property
    def why(self) -> str:
        """The reason that was given, if any."""
        return " ".join(self.arguments[self._reason_at() + 1 :])

    def act(self, permission: str, subject: str = "") -> Act:
        """What is done with the command, for the check and the record."""
        return Act(self.person, self.channel, permission, subject, self.run.run_id)

    def reference(self, word: str) -> str:
        """A person, group or channel, as the policy spells it; an id alone is one of this place.

        Raises UserFacingError for a name that the platform did not make a mention.
        """
        if word[:1] in "@#":
            raise UserFacingError(f"I do not know who or what {word} is; choose it from the suggestions.")
        if word.count(":") == 2:
            try:
                return str(ChannelRef.parse(word))
            except ValueError as error:
                raise UserFacingError(f"{word} is no name here; {error}.") from error
        here = self.run.inbound.channel
        return str(here.model_copy(update={"channel": word}))

    def _reason_at(self) -> int:
        found = (place for place, word in enumerate(self.arguments) if word.lower() in BECAUSE)
        return next(found, len(self.arguments))
