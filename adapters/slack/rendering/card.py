"""A card as Slack messages.

Everything is rich text or plain text: no `markdown` block and no `mrkdwn`, because Slack finds mentions and
links in both. Rich text holds all that Markdown has, is cut between its elements instead of inside a fence or
a list, knows no limit of 3,000 characters a section, and is taken by `response_url`, which refuses Markdown.
It is also what Slack turns a `markdown` block into.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from types import MappingProxyType

from adapters.slack.rendering import markdown
from adapters.slack.rendering.choices import controls, spelled_out
from adapters.slack.rendering.entry import entry_pieces, note
from adapters.slack.rendering.facts import fields, steps, suggestions
from adapters.slack.rendering.fixture import Fixture
from adapters.slack.rendering.limits import CONTEXT_TEXT
from adapters.slack.rendering.links import links
from adapters.slack.rendering.markdown import Piece
from adapters.slack.rendering.measure import counted
from adapters.slack.rendering.message import Payload, payload
from adapters.slack.rendering.pages import Page
from adapters.slack.rendering.passage import Passage
from adapters.slack.rendering.picture import picture
from core.chat.card import Actions, Block, Card, Entry, Fields, Links, Picture, Steps, Suggestions, Text
from core.chat.document import document
from core.chat.pages import paginate
from core.chat.plain_text import printable
from core.chat.prose import Run

MESSAGES = 5
"""More messages than this for one card push everything else out of sight; the rest is a file."""

SHORTENED = "Shortened: there is more than fits here."
"""It promises no file: a post that is repainted, or for one person alone, brings none."""

_MARKS = {"error": "⚠️ ", "question": "❓ "}
"""The kinds that people must not miss."""

_HEAVIEST_TAIL = 6_000
"""Controls that weigh more are laid out like the text: there is no keeping room for them."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """The messages of a card in order: the title on the first, what to press on the last.

    ``overflow`` is the card's whole text, to be shared as a file, where the messages say that they are cut.
    """

    payloads: tuple[Payload, ...]
    overflow: str | None = None


def render(
    card: Card, *, pictures: Mapping[str, str] = MappingProxyType({}), most: int = MESSAGES
) -> Rendering:
    """A card in at most ``most`` messages.

    ``pictures`` gives the Slack file (its id or permalink) of artifacts that are uploaded already. A picture
    that is not among them is left to its own post.
    """
    flow, tail = parts(card, pictures)
    pages, whole = paginate(flow, tail, note(SHORTENED), most, Page.before)
    payloads = tuple(payload(page.pieces) for page in pages)
    return Rendering(payloads, None if whole else document(card))


def parts(
    card: Card, pictures: Mapping[str, str] = MappingProxyType({})
) -> tuple[list[Piece], list[Fixture]]:
    """What flows from message to message, and what stands at the end of the last one."""
    flow, tail = [_title(card), *_flow(card, pictures)], [*_controls(card), *_small_print(card)]
    if sum(piece.weight for piece in tail) > _HEAVIEST_TAIL:
        flow, tail = [*flow, *tail], []
    return flow, tail


def _title(card: Card) -> Passage:
    """The title in bold. It may be long and hold code, which a header block cannot show."""
    runs = (Run(_MARKS.get(card.kind, "")), *markdown.inline(printable(card.title)))
    return Passage(tuple(replace(run, styles=run.styles | {"bold"}) for run in runs if run.text))


def _flow(card: Card, pictures: Mapping[str, str]) -> Iterator[Piece]:
    """What there is to read and to see, each block apart from the one before."""
    for pieces in (*(_pieces(block, pictures) for block in card.blocks), _long_footer(card)):
        for index, piece in enumerate(pieces):
            yield replace(piece, opens=True) if index == 0 and isinstance(piece, Passage) else piece


def _pieces(block: Block, pictures: Mapping[str, str]) -> Sequence[Piece]:
    """One block; what there is to press or to attach comes last, with the other controls."""
    pieces: Sequence[Piece] = []
    match block:
        case Text():
            pieces = markdown.pieces(printable(block.markdown))
        case Fields():
            pieces = fields(block)
        case Steps():
            pieces = steps(block)
        case Suggestions():
            pieces = suggestions(block)
        case Links():
            pieces = links(block)
        case Actions():
            pieces = spelled_out(block)
        case Picture() if block.artifact_id in pictures:
            pieces = [picture(block, pictures[block.artifact_id])]
    return pieces


def _controls(card: Card) -> Iterator[Fixture]:
    """What there is to press or to attach."""
    numbers = count()
    for block in card.blocks:
        pressed = block.unfold if isinstance(block, Steps) else block
        if isinstance(pressed, Actions):
            yield from (Fixture(element) for element in controls(pressed, numbers))
        elif isinstance(block, Entry):
            yield from entry_pieces(block, numbers)


def _small_print(card: Card) -> list[Fixture]:
    """The footer."""
    footer = printable(card.footer)
    return [note(footer)] if footer.strip() and counted(footer) <= CONTEXT_TEXT else []


def _long_footer(card: Card) -> list[Passage]:
    """A footer that is too long for small print."""
    footer = printable(card.footer)
    return [Passage((Run(footer),))] if footer.strip() and counted(footer) > CONTEXT_TEXT else []
