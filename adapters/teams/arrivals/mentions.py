"""Whom a message mentions, as Teams says. What the words look like says nothing: people write any name."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from pydantic import ValidationError

from adapters.teams.arrivals.shapes import Account, Shape, Text, objects
from core.chat.cleaning import wellformed
from core.chat.fragment import MENTION, Fragment

MOST = 500
"""Mentions of a message that are looked at; nobody names more."""

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


NOBODY = Mentioned(" ")
"""No name that is shown is a blank."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """The mentions of a message in Teams' order."""

    items: tuple[Mentioned, ...] = ()
    _by_name: Mapping[str, Fragment] = field(init=False, repr=False, compare=False, default_factory=dict)
    """What each name stands for; a message can show thousands of them."""

    def __post_init__(self) -> None:
        named = defaultdict(list)
        for each in self.items:
            named[each.name].append(each)
        fragments = {name: _fragment(name, meant) for name, meant in named.items()}
        object.__setattr__(self, "_by_name", fragments)  # frozen from here on

    @classmethod
    def of(cls, entities: Any, bot: str) -> "Mentions":
        """The mentions among the entities; an odd one names nobody, and the words stay as they are."""
        found = (each for each in objects(entities) if each.get("type") in ("mention", "Mention"))
        return cls(tuple(_read(each, bot) for each in islice(found, MOST)))

    @property
    def bot(self) -> bool:
        """Whether the bot is named."""
        return any(each.bot for each in self.items)

    def fragment(self, shown: str, index: str = "") -> Fragment:
        """What stands for a name that is ``shown``; ``index`` is its place in Teams' order, if told."""
        name = _bare(shown)
        at = int(index) if re.fullmatch("[0-9]{1,4}", index) else len(self.items)
        there = self.items[at : at + 1]
        if there and there[0].name == name:
            return _fragment(name, there)
        return self._by_name.get(name) or _fragment(name, ())

    def known(self, shown: str) -> bool:
        """Whether somebody of that name is mentioned."""
        return _bare(shown) in self._by_name


def _fragment(name: str, meant: Iterable[Mentioned]) -> Fragment:
    """What a name stands for that may mean one or another; of several nobody is named."""
    if any(each.bot for each in meant):
        return MENTION
    references = {each.reference for each in meant}
    return Fragment("prose", f"@{name}", references.pop() if len(references) == 1 else "")


def _read(entity: Any, bot: str) -> Mentioned:
    """A mention; what is none keeps its place, because the words count by it."""
    try:
        return _mentioned(_Mention.model_validate(entity), bot)
    except ValidationError:
        return NOBODY


def _mentioned(mention: _Mention, bot: str) -> Mentioned:
    account = mention.mentioned
    shown = mention.text if mention.text is not None else account.name
    reference = account.aad_object_id or account.id if account.id.startswith(_NAMED) else ""
    return Mentioned(_bare(_TAG.sub("", shown or "")), account.id == bot, reference)


def _bare(name: str) -> str:
    return wellformed(name).replace("\u00a0", " ").strip().removeprefix("@")
