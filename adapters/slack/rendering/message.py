"""A message: blocks, and the text that stands for them in notifications and for screen readers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.slack.rendering.limits import FALLBACK_BYTES
from adapters.slack.rendering.markdown import Piece
from adapters.slack.rendering.measure import Element
from adapters.slack.rendering.passage import Passage
from adapters.slack.rendering.rich_text import rich_text

WORD_JOINER = "\u2060"
"""Not seen, and no part of a name: behind an @ it keeps a word from being read as a mention."""

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


@dataclass(frozen=True, slots=True)
class Payload:
    """The `text` and the `blocks` of one post, whether by method or by `response_url`."""

    text: str
    blocks: tuple[Element, ...]


def payload(pieces: Sequence[Piece]) -> Payload:
    """One message."""
    words = "\n".join(piece.text for piece in pieces if piece.text.strip())
    return Payload(inert(words) or "…", tuple(_blocks(pieces)))


def inert(text: str) -> str:
    """Text for a place where Slack reads markup: nothing in it mentions or links; clipped if it is long."""
    room = FALLBACK_BYTES - len("…".encode())
    shown: list[str] = []
    for character in re.sub(r"@(?=\w)", f"@{WORD_JOINER}", text):
        part = _ENTITIES.get(character, character)
        room -= len(part.encode())
        if room < 0:
            return f"{''.join(shown)}…"
        shown.append(part)
    return "".join(shown)


def _blocks(pieces: Sequence[Piece]) -> list[Element]:
    """The blocks; prose flows on in one of them until something else comes."""
    blocks: list[Element] = []
    flow: list[Passage] = []
    for piece in pieces:
        if flow and (not isinstance(piece, Passage) or piece.opens):
            blocks.append(rich_text(flow))
            flow = []
        if isinstance(piece, Passage):
            flow.append(piece)
        else:
            blocks.append(piece.block())
    return [*blocks, rich_text(flow)] if flow else blocks
