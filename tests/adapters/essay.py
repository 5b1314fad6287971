"""An essay that a workflow writes part by part, as far as a test lets it."""

from pathlib import Path

ASK = "Write an essay about the ledger"
PARTS = (
    "First, the **opening** balance.\n\n",
    "Then the entries, one by one.\n\n",
    "Last, the closing balance.",
)
FIRST, SECOND, LAST = (
    "First, the opening balance.",
    "Then the entries, one by one.",
    "Last, the closing balance.",
)
FINDING = "The ledger is sound."
NO_LEDGER = "from core.errors import UserFacingError; raise UserFacingError('No ledger.')"


class Gates:
    """A workflow waits after each part of its answer until the test lets it go on."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        there = f"iter(lambda: os.path.exists({str(folder)!r} + '/' + part.split(',')[0]), True)"
        self.pause = (  # a step that waited for ever would keep a test that fails from ending
            f"import os, threading; [threading.Event().wait(0.02) for _ in zip(range(300), {there})]"
        )

    def open(self, *parts: str) -> None:
        """Let it go on after some parts, or after all."""
        for part in parts or PARTS:
            (self._folder / part.split(",")[0]).touch()
