"""Where the blocks of a card go: what there is to read flows, what there is to press comes last."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from adapters.teams.rendering.choices import offer
from adapters.teams.rendering.entry import entry_pieces
from adapters.teams.rendering.facts import fields, folded, steps, suggestions
from adapters.teams.rendering.links import links
from adapters.teams.rendering.picture import picture
from adapters.teams.rendering.place import Place
from adapters.teams.rendering.prose import prose
from core.chat.card import Actions, Block, Entry, Fields, Links, Picture, Steps, Suggestions, Text
from core.chat.plain_text import printable

if TYPE_CHECKING:
    from adapters.teams.rendering.fixture import Fixture
    from adapters.teams.rendering.piece import Piece


class Layout:
    """Takes the blocks of one card in order."""

    def __init__(self, place: Place, pictures: Mapping[str, bytes]) -> None:
        self.flow: list[Piece] = []
        self.controls: list[Fixture] = []
        self._place = place
        self._pictures = pictures
        self._may_ask = True
        self._folded = 0

    def take(self, block: Block) -> None:
        """Lay out one block."""
        match block:
            case Text():
                self.flow += prose(printable(block.markdown))
            case Fields():
                self.flow += fields(block)
            case Links():
                self.flow += links(block)
            case Suggestions():
                self.flow += suggestions(block, self._place)
            case Picture() if block.artifact_id in self._pictures:
                self.flow += picture(block, self._pictures[block.artifact_id])
            case Steps():
                self._take_steps(block)
            case Actions():
                self._take_actions(block)
            case Entry():
                self.controls += entry_pieces(block, self._place, may_ask=self._may_ask)
                self._may_ask = self._may_ask and block.takes == "file"

    def _take_steps(self, block: Steps) -> None:
        """Steps, or what unfolds them: in the card itself, or where they are too many by the bot."""
        if block.unfold is None:
            self.flow += steps(block.items)
            return
        self._folded += 1
        inside = folded(block, f"steps{self._folded}")
        if inside is None:
            self._take_actions(block.unfold)
        else:
            self.controls.append(inside)

    def _take_actions(self, block: Actions) -> None:
        offered = offer(block, may_ask=self._may_ask)
        self.flow += offered.flow
        self.controls += offered.controls
        self._may_ask = self._may_ask and not offered.asks
