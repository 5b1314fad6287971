"""What somebody put into a command's form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from adapters.teams.rendering.pressed import returns


@dataclass(frozen=True, slots=True)
class Filling:
    """Values, and sentences about the others, by input name; nothing counts while there are problems.

    ``entered`` is what stood in each field, to be shown again.
    """

    parameters: Mapping[str, Any] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    entered: Mapping[str, str] = field(default_factory=dict)


NOTHING = Filling()


def choice_value(choice: str) -> str:
    """A choice, or what stands for one that would not come back as it is."""
    return choice if returns(choice) else sha256(choice.encode("utf-8", "surrogatepass")).hexdigest()
