"""What somebody said: the words, and apart from them what was pasted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.chat.cleaning import tidy
from core.chat.fragment import Fragment

BLOCK_LINES = 3
"""A fenced block of so many lines is material; a shorter one is a name or a command within the request."""

LONG_LINES = 20
"""Nobody types a request of so many lines: the first line is the request, the rest was pasted."""

_MENTION = "\0"
"""Stands for the bot's name until the text is put together; texts that come in have no NUL."""


@dataclass(frozen=True, slots=True)
class PastedText:
    """Material within a message, character for character; it is to be taken like a file of this name."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """The words without the bot's name, the pasted texts in order, and whether the bot was named.

    ``named`` are the ids of the people, groups and channels that words of the text stand for.
    """

    text: str
    pasted: tuple[PastedText, ...]
    mentioned: bool
    named: Mapping[str, str] = field(default_factory=dict)


def said(fragments: Sequence[Fragment]) -> Said:
    """Put a message together."""
    pasted = [each.text for each in fragments if is_material(each)]
    words = [each for each in fragments if not is_material(each)]
    text = without_mentions("".join(map(_shown, words)))
    if text.count("\n") + 1 >= LONG_LINES:
        text, material = _request_and_material("".join(map(_exact, words)))
        pasted.append(material)
    texts = tuple(PastedText(f"pasted-{number}.txt", each) for number, each in enumerate(pasted, 1))
    mentioned = any(each.kind == "mention" for each in fragments)
    return Said(text, texts, mentioned, _named(words, text))


def _named(words: Iterable[Fragment], text: str) -> dict[str, str]:
    """Whom words of a text stand for; those that may mean one or another stand for nobody."""
    meant: defaultdict[str, set[str]] = defaultdict(set)
    for each in words:
        if each.reference:
            meant[_shown(each).strip()].add(each.reference)
    return {name: ids.pop() for name, ids in meant.items() if len(ids) == 1 and name[1:] and name in text}


def without_mentions(text: str) -> str:
    """The text without the bot's name: no double space where it stood, no comma at the start after it."""
    head, *rest = text.split(_MENTION)
    parts = [head]
    blank = not head.strip()
    for part in rest:
        following = part.lstrip(" \t,:") if blank else part.lstrip(" \t")
        parts[-1] = parts[-1].rstrip(" \t")
        parts.append(following if blank else _gap(parts[-1], following) + following)
        blank = blank and not following.strip()
    return "".join(parts).strip()


def _gap(before: str, after: str) -> str:
    """What stands between two words when the name between them is gone."""
    return "" if before.endswith("\n") or after[:1] in set("\n,.;:!?") else " "


def is_material(fragment: Fragment) -> bool:
    """Whether a piece is to be taken like a file."""
    return fragment.kind == "block" and fragment.text.strip("\n").count("\n") + 1 >= BLOCK_LINES


def _exact(fragment: Fragment) -> str:
    return _MENTION if fragment.kind == "mention" else fragment.text


def _shown(fragment: Fragment) -> str:
    return tidy(fragment.text) if fragment.kind == "prose" else _exact(fragment)


def _request_and_material(text: str) -> tuple[str, str]:
    """A long text in two.

    The first line is not part of the material if it names the bot or is set off by an empty line. Where
    nothing says so, the material keeps it: a line too many is seen, a lost one gives a wrong answer.
    """
    text = text.strip("\n")
    first, _, rest = text.partition("\n")
    set_off = _MENTION in first or not rest.partition("\n")[0].strip()
    material = rest.strip("\n") if set_off else text
    return tidy(without_mentions(first)), material.replace(_MENTION, "")
