"""Who is named in a message. What the words look like says nothing: people can write any name."""

import re
from dataclasses import dataclass
from typing import Any

from adapters.teams.arrivals.shapes import Account, Shape, Text, objects
from core.chat.cleaning import wellformed
from core.chat.fragment import MENTION, Fragment

_TAG = re.compile("</?at[^<>]{0,100}>")


class _Mention(Shape):
    mentioned: Account
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class Mentions:
    """The mentions of a message in Teams' order: each as it is shown, and whether it is the bot."""

    items: tuple[tuple[str, bool], ...] = ()

    @classmethod
    def of(cls, entities: Any, bot: str) -> "Mentions":
        """The mentions among the entities; raises ValueError for one that is none."""
        found = (each for each in objects(entities) if each.get("type") in ("mention", "Mention"))
        mentions = (_Mention.model_validate(each) for each in found)
        return cls(tuple((_name(each), each.mentioned.id == bot) for each in mentions))

    @property
    def bot(self) -> bool:
        """Whether the bot is named."""
        return any(is_bot for _, is_bot in self.items)

    def fragment(self, shown: str, index: str = "") -> Fragment:
        """What stands for a name that is ``shown``; ``index`` is its place in Teams' order, if told."""
        is_bot = self._at(index, _bare(shown))
        return MENTION if is_bot else Fragment("prose", f"@{_bare(shown)}")

    def known(self, shown: str) -> bool:
        """Whether somebody of that name is mentioned."""
        return any(name == _bare(shown) for name, _ in self.items)

    def _at(self, index: str, name: str) -> bool:
        at = int(index) if re.fullmatch("[0-9]{1,4}", index) else len(self.items)
        there = self.items[at : at + 1]
        named = there if there and there[0][0] == name else self.items
        return any(is_bot for other, is_bot in named if other == name)


def _name(mention: _Mention) -> str:
    shown = mention.text if mention.text is not None else mention.mentioned.name
    return _bare(_TAG.sub("", shown or ""))


def _bare(name: str) -> str:
    return wellformed(name).replace("\u00a0", " ").strip().removeprefix("@")
