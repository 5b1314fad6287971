"""What asking a model takes."""

from dataclasses import dataclass

from core.errors import UserFacingError
from core.model.prompt import Prompt

CHARACTERS_A_TOKEN = 3
"""Few on purpose: what is reserved should cover what is used."""


@dataclass(frozen=True, slots=True)
class Spending:
    """``cost`` is in millionths of the currency that the prices are in."""

    tokens: int = 0
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Prices:
    """Of a million tokens, read and written, in one currency."""

    read: float = 0.0
    written: float = 0.0

    @classmethod
    def parse(cls, text: str) -> "Prices":
        """From ``3/15``; raises UserFacingError."""
        first, _, second = text.partition("/")
        try:
            prices = cls(float(first), float(second))
        except ValueError:
            prices = cls(-1)
        if not (0 <= prices.read < 1e6 and 0 <= prices.written < 1e6):
            raise UserFacingError(
                f"DATAOPS_MODEL_PRICES '{text[:40]}' is no pair of prices; write what a million tokens cost, "
                "read and written, like 3/15."
            )
        return prices

    def spent(self, read: int, written: int) -> Spending:
        """What so many tokens take."""
        return Spending(read + written, round(read * self.read + written * self.written))

    def most(self, asked: Prompt, tools: int, written: int) -> Spending:
        """What a question can take at most, whose tools have so many characters."""
        return self.spent((asked.characters + tools) // CHARACTERS_A_TOKEN + 1, written)
