"""A card as Teams messages."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from adapters.teams.rendering.fixture import NOTE, note
from adapters.teams.rendering.layout import Layout
from adapters.teams.rendering.message import Payload, payload
from adapters.teams.rendering.pages import Page
from adapters.teams.rendering.passage import Passage
from adapters.teams.rendering.place import Place
from adapters.teams.rendering.rich_text import SMALL_PRINT, Look
from core.chat import markdown
from core.chat.card import Card
from core.chat.document import document
from core.chat.pages import paginate
from core.chat.plain_text import printable
from core.chat.prose import Run

MESSAGES = 5
"""More messages than this for one card push everything else out of sight; the rest is a file."""

NOWHERE_SPECIAL = Place()

SHORTENED = "Shortened: there is more than fits here."
"""It promises no file: a post that is repainted, or for one person alone, brings none."""

_MARKS = {"error": "⚠️ ", "question": "❓ "}
"""The kinds that people must not miss."""

_HEAVIEST_TAIL = 30_000
"""Controls that weigh more are laid out like the text: there is no keeping room for them."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """The messages of a card in order: the title on the first, what to press on the last.

    ``overflow`` is the card's whole text, to be shared as a file, where the messages say that they are cut.
    """

    payloads: tuple[Payload, ...]
    overflow: str | None = None


def render(
    card: Card,
    *,
    pictures: Mapping[str, bytes] = MappingProxyType({}),
    most: int = MESSAGES,
    place: Place = NOWHERE_SPECIAL,
) -> Rendering:
    """A card in at most ``most`` messages.

    ``pictures`` gives the PNG of artifacts to show inside of a message. One that is not among them, or of
    which ``picture.LARGEST`` says that it is too large, is left to its own post.
    """
    layout = Layout(place, pictures)
    for block in card.blocks:
        layout.take(block)
    footer = printable(card.footer).strip()
    flow = [_title(card), *layout.flow, *(_long_print(footer) if len(footer) > NOTE else [])]
    tail = [*layout.controls, *([note(footer)] if 0 < len(footer) <= NOTE else [])]
    if sum(piece.weight for piece in tail) > _HEAVIEST_TAIL:
        flow, tail = [*flow, *tail], []
    pages, whole = paginate(flow, tail, note(SHORTENED), most, Page.before)
    return Rendering(tuple(payload(page.pieces) for page in pages), None if whole else document(card))


def _title(card: Card) -> Passage:
    """The title in bold. It may be long and hold code, which is why it is no TextBlock of style heading."""
    runs = (Run(_MARKS.get(card.kind, "")), *markdown.inline(printable(card.title)))
    bold = tuple(replace(run, styles=run.styles | {"bold"}) for run in runs if run.text)
    return Passage(bold, look=Look("Medium"))


def _long_print(footer: str) -> list[Passage]:
    """A footer that is too long for one line."""
    return [Passage((Run(footer),), look=SMALL_PRINT)]
