"""Something that a model can choose, and what it chose."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Tool:
    """``arguments`` are JSON schemas by name; a model may leave out each of them."""

    name: str
    description: str
    arguments: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def declaration(self) -> dict[str, Any]:
        """As chat models of LangChain take it."""
        parameters = {"type": "object", "properties": self.arguments, "additionalProperties": False}
        function = {"name": self.name, "description": self.description, "parameters": parameters}
        return {"type": "function", "function": function}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a model chose; nothing of it has been checked."""

    tool: str
    arguments: dict[str, Any]
