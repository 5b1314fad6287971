"""Markdown as rich text: structure becomes elements, and every word stays data.

Slack reads its own markup in `mrkdwn` texts and in `markdown` blocks: `<!channel>` notifies, `<url|label>`
hides where a link goes, and a bare `@here` is taken for a mention (observed by public Slack apps). In rich
text a mention or a link is an element of its own, and none is made here: a link is shown with its address.
"""

from collections.abc import Iterator

from adapters.slack.rendering.fixture import Fixture
from adapters.slack.rendering.limits import LIST_INDENT
from adapters.slack.rendering.passage import Passage
from adapters.slack.rendering.table import Table, table_pieces
from core.chat.markdown import inline, parts
from core.chat.prose import Grid, Listing, Part, Run, Words

__all__ = ["Piece", "inline", "pieces"]

Piece = Passage | Table | Fixture


def pieces(text: str) -> list[Piece]:
    """Paragraphs, headings, lists, quotations, code, tables and rules; what is blank is left out."""
    found = (piece for part in parts(text) for piece in _pieces(part))
    return [piece for piece in found if not (isinstance(piece, Passage) and piece.is_blank())]


def _pieces(part: Part) -> Iterator[Piece]:
    """One part; a long table takes several pieces."""
    match part:
        case Words():
            yield Passage(part.runs, part.form, indent=min(part.indent, LIST_INDENT), number=part.number)
        case Listing():
            yield Passage((Run(part.text),), "code")
        case Grid():
            yield from table_pieces(part)
        case _:
            yield Fixture({"type": "divider"})
