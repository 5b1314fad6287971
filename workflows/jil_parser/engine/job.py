"""Jobs and the other objects of an estate, as they stand after the last line of the script."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .statement import Value
from .vocabulary import is_true


@dataclass(slots=True)
class Job:
    """A job: normalised type, box (unescaped name or None) and attributes in lower-case keys.

    ``statement`` is the verb that brought it into being, ``file`` and ``line`` where that stands. ``lines``
    holds the line of every attribute (``box_name`` and ``job_type`` too); ``files`` names the file of those
    written elsewhere.
    """

    name: str
    type: str
    box: str | None
    statement: str
    attributes: dict[str, Value]
    file: str
    line: int
    lines: Mapping[str, int]
    files: dict[str, str] | None = None

    def text(self, key: str) -> str:
        """Value of an attribute as one string, "" where it is absent."""
        value = self.attributes.get(key, "")
        return value if isinstance(value, str) else ", ".join(value)

    def is_true(self, key: str) -> bool:
        """Whether a truth-valued attribute such as ``date_conditions`` is set to true."""
        return is_true(self.text(key))

    def where(self, key: str) -> tuple[str, int]:
        """File and line of an attribute; those of the header where it is not written."""
        if key not in self.lines:
            return self.file, self.line
        return (self.files or {}).get(key, self.file), self.lines[key]

    def as_dict(self) -> dict[str, object]:
        """The job as a JSON object: name, type, box, statement, attributes, file, line."""
        return {
            "name": self.name, "type": self.type, "box": self.box, "statement": self.statement,
            "attributes": self.attributes, "file": self.file, "line": self.line,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class DefinedObject:
    """An object named by a statement; ``kind`` is "machine", "global", "calendar" and so on."""

    kind: str
    name: str
    verb: str
    file: str
    line: int
    attributes: dict[str, Value] = field(default_factory=dict)
