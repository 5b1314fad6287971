"""The text of a message that grows, and never takes anything back."""

from adapters.teams.rendering.measure import weight
from adapters.teams.rendering.message_text import message_texts
from core.chat.growing_text import GrowingText

_BETWEEN = "\n\n"


class StreamedText:
    """Grows by what is settled, a paragraph or an item of a list, until there is no more room.

    ``whole``: it shows all that was written, as well as a card would. ``room`` is in bytes, as Teams counts.
    """

    def __init__(self, room: int) -> None:
        self._growing = GrowingText()
        self._room = room
        self.text = ""
        self.whole = True
        self.full = False

    def add(self, markdown: str) -> None:
        """More was written."""
        self._take(self._growing.add(markdown))

    def close(self) -> None:
        """Nothing more is written."""
        self._take(self._growing.rest())

    def _take(self, markdown: str) -> None:
        for part in message_texts(markdown):
            grown = f"{self.text}{_BETWEEN}{part.text}" if self.text else part.text
            self.full = self.full or weight(grown) > self._room
            self.whole = self.whole and part.exact and not self.full
            if not self.full:
                self.text = grown
