"""Which files of this machine a message may name."""

from collections.abc import Sequence
from pathlib import Path

from core.errors import UserFacingError


class ReadablePaths:
    """Files under the given folders, links followed; with no folder, none."""

    def __init__(self, roots: Sequence[Path]) -> None:
        self._roots = [root.resolve() for root in roots]

    def may_name(self, text: str) -> bool:
        """Whether there is a file of this name that may be read."""
        try:
            self.resolve(text)
        except UserFacingError:
            return False
        return True

    def resolve(self, text: str) -> Path:
        """The file that a person named; raises UserFacingError if it may not be read or is not there.

        The sentence is the same whether or not the file exists outside the folders.
        """
        for root in self._roots:
            try:
                path = (root / text).resolve()
                if path.is_relative_to(root) and path.is_file():
                    return path
            except (OSError, ValueError, RuntimeError):  # RuntimeError: links in a circle
                continue
        raise UserFacingError(
            f"I may not read '{text[:120]}' from here; attach the file to your message instead."
        )
