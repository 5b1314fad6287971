"""What a condition or a mapping of parameters sees of a run."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Response = Mapping[str, Any]
"""A workflow's response as plain data, with the fields of ``WorkflowResponse``."""


@dataclass(frozen=True, slots=True)
class View:
    """``input`` holds the inputs by name, ``words`` what was said, ``steps`` the responses by name.

    ``previous`` is the response before this step; before the first one it is the inputs as a result.
    """

    input: Mapping[str, Any]
    words: str
    previous: Response
    steps: Mapping[str, Response]

    @property
    def context(self) -> dict[str, Any]:
        """The inputs with the words, as rules see them."""
        return {"input": self.words, **self.input}

    def at(self, name: str) -> Any:
        """What stands at a dotted name; None where nothing does."""
        found: Any = {
            "input": self.input,
            "words": self.words,
            "previous": self.previous,
            "steps": self.steps,
        }
        for part in name.split("."):
            if not isinstance(found, Mapping):
                return None
            found = found.get(part)
        return found
