"""Something that happens only if others than the person who asked for it agree."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from core.chat.card import Actions, Block, Card, Choice, Fields, Text
from core.chat.plain_text import printable

Decision = Literal["approve", "decline"]

HOW = "Press a button, or reply approve or decline in this thread."

_LONGEST = 300
"""Characters of a line."""


class Demand(BaseModel):
    """What a workflow demands an approval of.

    ``what`` is one line, ``details`` are shown letter by letter. ``people`` of those who hold the
    ``permission`` have to agree within ``hours``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=_LONGEST)]
    details: str = Field("", max_length=8_000)
    permission: str = Field(pattern=r"^[a-z0-9_.-]{1,200}$")
    people: int = Field(1, ge=1, le=20)
    hours: float = Field(24.0, gt=0, le=24 * 90)

    @property
    def title(self) -> str:
        """What is demanded, on one line, as data: nothing in it is markup."""
        return f"Approval needed: {as_data(self.what)}"

    @property
    def digest(self) -> str:
        """The same for the same demand."""
        return sha256(self.model_dump_json().encode("utf-8", "replace")).hexdigest()


class Vote(BaseModel):
    """What one person decided; ``person`` is their reference, ``name`` is for reading, ``at`` is in UTC."""

    model_config = ConfigDict(frozen=True)

    person: str
    name: str
    decision: Decision
    at: datetime


class Approval(BaseModel):
    """A demand as it stands in a thread. ``requester`` is a name for reading, ``until`` is in UTC."""

    model_config = ConfigDict(frozen=True)

    demand: Demand
    requester: str
    until: datetime

    def card(self, question_id: str, votes: Sequence[Vote]) -> Card:
        """What is going to happen, who asked for it, who agreed so far, and the buttons."""
        choices = (Choice(label="Approve", value="approve"), Choice(label="Decline", value="decline"))
        facts = Fields(
            items=(
                ("Asked by", one_line(self.requester)),
                ("Approved", self.so_far(votes)),
                ("Until", f"{self.until:%Y-%m-%d %H:%M} UTC"),
            )
        )
        blocks = (*self._details(), facts, Actions(action=question_id, choices=choices))
        return Card(kind="question", title=self.demand.title, blocks=blocks, footer=HOW)

    def so_far(self, votes: Sequence[Vote]) -> str:
        """How many of those that it takes have approved, and who."""
        names = ", ".join(one_line(vote.name) for vote in votes if vote.decision == "approve")
        count = sum(vote.decision == "approve" for vote in votes)
        return f"{count} of {self.demand.people}{f': {names}' if names else ''}"

    def closed_card(self, how: str) -> Card:
        """What was going to happen, and how it ended; nothing to press any more."""
        facts = Fields(items=(("Asked by", one_line(self.requester)),))
        return Card(kind="question", title=self.demand.title, blocks=(*self._details(), facts), footer=how)

    def _details(self) -> tuple[Block, ...]:
        """The details in a block of code that nothing inside of them can end."""
        if not self.demand.details.strip():
            return ()
        fence = "`" * 3
        while fence in self.demand.details:
            fence += "`"
        return (Text(markdown=f"{fence}\n{self.demand.details}\n{fence}"),)


def decided(votes: Sequence[Vote]) -> str:
    """Who decided, and when."""
    declined = [vote for vote in votes if vote.decision == "decline"]
    counting = declined or votes
    names = ", ".join(one_line(vote.name) for vote in counting)
    when = f"{counting[-1].at:%Y-%m-%d %H:%M} UTC" if counting else ""
    return f"{'Declined' if declined else 'Approved'} by {names}, {when}."


def as_data(text: str) -> str:
    """A line of somebody else's text within Markdown: no character of it is markup."""
    return f"`{one_line(text).replace('`', chr(39))}`"


def one_line(text: str) -> str:
    """Text on one line; a name may be of blanks alone."""
    line = " ".join(printable(text).split()) or "somebody"
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
