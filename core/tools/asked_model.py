"""The language model that a run may ask."""

from collections.abc import Callable
from typing import Protocol

SYSTEM = "You are a part of a workflow for data engineers. Do exactly what is asked; say so if you cannot."
"""What every model is told first."""


class AskedModel(Protocol):
    """Asked for whoever the run works for, with their rights and budgets. Blocking calls."""

    @property
    def name(self) -> str:
        """What the provider calls it."""
        ...

    def ask(self, prompt: str, heard: Callable[[str], None] | None = None) -> str:
        """The whole answer; ``heard`` gets it piece by piece. Raises UserFacingError."""
        ...
