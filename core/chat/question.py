"""Something the bot must know before it can go on."""

import re
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from core.chat.approval import Approval, Vote
from core.chat.card import Actions, Card, Choice, Entry, Text
from core.chat.inbound import Actor, Inbound, InboundFile
from core.contracts import WorkflowInputParameter


class Question(BaseModel):
    """A question put in a thread. Only the people in ``answerers`` (their ``str``) may answer, once.

    ``interrupt`` is the place in the graph where the run waits. ``offered_files`` are files to choose from
    in place of attaching one, each with a name of its own. An ``approval`` is not answered by those who are
    named here, but decided by votes.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    run_id: str
    interrupt: str
    parameter: WorkflowInputParameter
    answerers: tuple[str, ...]
    offered_files: tuple[InboundFile, ...] = ()
    approval: Approval | None = None

    def may_answer(self, actor: Actor) -> bool:
        """Whether this person was asked."""
        return str(actor) in self.answerers

    def read(self, inbound: Inbound) -> Any:
        """The answer in a message; raises ValueError with a sentence if it holds none.

        A message with files answers a question for a file, and so does the name of one that was offered; the
        content is fetched when the run goes on.
        """
        if self.brought(inbound):
            return None
        return self.parameter.read(self._numbered(_said(inbound)))

    def brought(self, inbound: Inbound) -> tuple[InboundFile, ...]:
        """The files that answer a question for a file: those of the message, or the offered one it names."""
        if self.parameter.type != "file":
            return ()
        if inbound.files:
            return inbound.files
        said = self._numbered(_said(inbound)).strip().casefold()
        return tuple(file for file in self.offered_files if file.name.strip().casefold() == said)[:1]

    def card(self, votes: Sequence[Vote] = ()) -> Card:
        """The question as a person sees it; an approval with the votes so far.

        What a choice stands for is the choice itself, on all doors: people read it on the button and may type
        it too, so there is nothing to hide in an opaque id. ``read`` holds what comes back against what is
        offered.
        """
        if self.approval is not None:
            return self.approval.card(self.id, votes)
        text = Text(markdown=self.hint()) if self.hint() else None
        choices = tuple(Choice(label=value, value=value) for value in self.offered)
        offer = Actions(action=self.id, choices=choices) if choices else None
        entry = self._entry() if self.parameter.type == "file" or not choices else None
        blocks = tuple(block for block in (text, offer, entry) if block is not None)
        return Card(kind="question", title=self.parameter.question, blocks=blocks)

    def _entry(self) -> Entry:
        """The place for an answer that is not chosen from a list."""
        takes: dict[str, Literal["number", "file"]] = {
            "integer": "number",
            "number": "number",
            "file": "file",
        }
        return Entry(
            action=self.id,
            takes=takes.get(self.parameter.type, "text"),
            example="" if self.parameter.example is None else str(self.parameter.example),
            suffixes=tuple(self.parameter.suffixes),
        )

    def closed_card(self, how: str) -> Card:
        """The question when nobody is asked any more, and how it ended."""
        if self.approval is not None:
            return self.approval.closed_card(how)
        return Card(kind="question", title=self.parameter.question, footer=how)

    @property
    def offered(self) -> list[str]:
        """The values to choose from, if there is a choice."""
        if self.parameter.type == "file":
            return [file.name for file in self.offered_files]
        return ["yes", "no"] if self.parameter.type == "boolean" else list(self.parameter.choices)

    def _numbered(self, said: str) -> str:
        """The choice that a number stands for, unless one is called like that: choices are shown numbered."""
        choices = self.offered
        number = said.strip().rstrip(".)")
        if said.strip() in choices or re.fullmatch("[1-9][0-9]{0,2}", number) is None:
            return said
        return choices[int(number) - 1] if int(number) <= len(choices) else said

    def hint(self) -> str:
        """An example of something to type, if there is one; that a file is chosen or attached, not typed."""
        if self.offered_files:
            return "Choose one that was shared here a moment ago, or attach another."
        typed = self.parameter.example is not None and self.parameter.type != "file"
        return f"For example: `{self.parameter.example}`" if typed else ""


def _said(inbound: Inbound) -> str:
    """What somebody typed or pressed."""
    return inbound.text if inbound.value is None else str(inbound.value)
