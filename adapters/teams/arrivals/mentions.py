"""Whom a message mentions, as Teams says. What the words look like says nothing: people write any name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from adapters.teams.arrivals.shapes import Account, Shape, Text, objects
from core.chat.cleaning import wellformed
from core.chat.fragment import MENTION, Fragment

_TAG = re.compile("</?at[^<>]{0,100}>")
_NAMED = ("19:", "29:")
"""How the ids of channels and people begin; those of bots and tags are others, and nobody names them."""


class _Mention(Shape):
    mentioned: Account
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class Mentioned:
    """One that is mentioned: as it is shown, and whether it is the bot.

    ``reference`` is the id of a person, channel or team, empty for anything else. It is the object id in
    Entra where Teams tells that one; else a person's ``29:…``, which means something to this bot only.
    """

    name: str
    bot: bool = False
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Mentions:
    """The mentions of a message in Teams' order."""

    items: tuple[Mentioned, ...] = ()

    @classmethod
    def of(cls, entities: Any, bot: str) -> "Mentions":
        """The mentions among the entities; raises ValueError for one that is none."""
        found = (each for each in objects(entities) if each.get("type") in ("mention", "Mention"))
        mentions = (_Mention.model_validate(each) for each in found)
        return cls(tuple(_mentioned(each, bot) for each in mentions))

    @property
    def bot(self) -> bool:
        """Whether the bot is named."""
        return any(each.bot for each in self.items)

    def fragment(self, shown: str, index: str = "") -> Fragment:
        """What stands for a name that is ``shown``; ``index`` is its place in Teams' order, if told."""
        name = _bare(shown)
        meant = self._at(index, name)
        if any(each.bot for each in meant):
            return MENTION
        references = {each.reference for each in meant}
        return Fragment("prose", f"@{name}", references.pop() if len(references) == 1 else "")

    def known(self, shown: str) -> bool:
        """Whether somebody of that name is mentioned."""
        return any(each.name == _bare(shown) for each in self.items)

    def _at(self, index: str, name: str) -> Sequence[Mentioned]:
        at = int(index) if re.fullmatch("[0-9]{1,4}", index) else len(self.items)
        there = self.items[at : at + 1]
        named = there if there and there[0].name == name else self.items
        return [each for each in named if each.name == name]


def _mentioned(mention: _Mention, bot: str) -> Mentioned:
    account = mention.mentioned
    shown = mention.text if mention.text is not None else account.name
    reference = account.aad_object_id or account.id if account.id.startswith(_NAMED) else ""
    return Mentioned(_bare(_TAG.sub("", shown or "")), account.id == bot, reference)


def _bare(name: str) -> str:
    return wellformed(name).replace("\u00a0", " ").strip().removeprefix("@")
