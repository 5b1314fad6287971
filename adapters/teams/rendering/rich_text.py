"""Runs of text as a RichTextBlock, the one element whose text Teams takes as it is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from adapters.teams.rendering.measure import Element, Elements
from core.chat.prose import Run

HARD_SPACE = "\u00a0"
"""Kept where HTML would swallow blanks."""

WORD_JOINER = "\u2060"
"""Not seen; it keeps two characters from being read as markup together."""

_DATES = re.compile(r"\{(?=\{(?:DATE|TIME)\()")
"""`{{DATE(...)}}` is replaced by a date wherever text stands (docs: text features of Adaptive Cards)."""

_BLANKS = re.compile(r"(?m)^ +| {2,}|\t")


@dataclass(frozen=True, slots=True)
class Look:
    """What all runs of one block have in common."""

    size: Literal["", "Small", "Medium"] = ""
    color: Literal["", "Attention"] = ""
    subtle: bool = False


PLAIN = Look()
SMALL_PRINT = Look("Small", subtle=True)
PROBLEM = Look("Small", "Attention")


def block(runs: Iterable[Run], look: Look = PLAIN, *, spacing: str = "", align: str = "left") -> Element:
    """One line of text; ``spacing`` is that before it, the usual one if empty."""
    inlines: Elements = [_leaf(run, look) for run in runs if run.text]
    element: Element = {"type": "RichTextBlock", "inlines": inlines or [_leaf(Run(HARD_SPACE), look)]}
    if spacing:
        element["spacing"] = spacing
    if align != "left":
        element["horizontalAlignment"] = align.capitalize()
    return element


def kept(text: str) -> str:
    """The text with the blanks that stand together or at the beginning of a line."""
    return _BLANKS.sub(lambda found: HARD_SPACE * (4 if found[0] == "\t" else len(found[0])), text)


def _leaf(run: Run, look: Look) -> Element:
    leaf: Element = {"type": "TextRun", "text": _DATES.sub("{" + WORD_JOINER, run.text)}
    for style in sorted(run.styles):
        leaf |= _STYLES[style]
    if look.size:
        leaf["size"] = look.size
    if look.color:
        leaf["color"] = look.color
    if look.subtle:
        leaf["isSubtle"] = True
    return leaf


_STYLES: dict[str, Element] = {
    "bold": {"weight": "Bolder"},
    "italic": {"italic": True},
    "strike": {"strikethrough": True},
    "code": {"fontType": "Monospace"},
}
