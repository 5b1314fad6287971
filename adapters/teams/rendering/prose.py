"""Markdown as pieces that flow: structure becomes elements, and every word stays data."""

from adapters.teams.rendering.fixture import Fixture
from adapters.teams.rendering.listing import Code
from adapters.teams.rendering.passage import Passage
from adapters.teams.rendering.piece import Piece
from adapters.teams.rendering.rich_text import SMALL_PRINT, block
from adapters.teams.rendering.table import table
from core.chat import markdown
from core.chat.prose import Grid, Listing, Part, Words

_ACROSS = Fixture(({"type": "Container", "separator": True, "items": [block([], SMALL_PRINT)]},))
"""A line, with something under it: an empty container is not shown."""


def prose(text: str) -> list[Piece]:
    """Paragraphs, headings, lists, quotations, code, tables and rules."""
    return list(map(_piece, markdown.parts(text)))


def _piece(part: Part) -> Piece:
    match part:
        case Words():
            return Passage.of(part)
        case Listing():
            return Code.of(part)
        case Grid():
            return table(part)
    return _ACROSS
