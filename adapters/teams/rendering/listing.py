"""Lines of code.

`CodeBlock` keeps every blank, numbers the lines and is copied whole, but only Teams on a computer has it
(docs, cards-format: CodeBlock). Others take its `fallback`: the same lines in a fixed width.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from adapters.teams.rendering.measure import Element, greatest, weight
from adapters.teams.rendering.rich_text import block, kept
from core.chat.prose import Listing, Run

_LANGUAGES = {
    "bash": "Bash",
    "sh": "Bash",
    "shell": "Bash",
    "c": "C",
    "cpp": "Cpp",
    "csharp": "CSharp",
    "css": "Css",
    "go": "Go",
    "graphql": "Graphql",
    "html": "Html",
    "java": "Java",
    "javascript": "JavaScript",
    "js": "JavaScript",
    "json": "Json",
    "perl": "Perl",
    "php": "Php",
    "powershell": "PowerShell",
    "py": "Python",
    "python": "Python",
    "sql": "Sql",
    "typescript": "TypeScript",
    "ts": "TypeScript",
    "xml": "Xml",
}
"""The names that writers use, and those that Teams knows; anything else is plain text."""


@dataclass(frozen=True)
class Code:
    """Lines of a listing, ``first`` the number of the first. A ``header`` stands above each part of them."""

    lines: str
    language: str = "PlainText"
    first: int = 1
    header: str = ""

    @classmethod
    def of(cls, listing: Listing) -> "Code":
        """The lines of what was read."""
        name = listing.language.split(maxsplit=1)[0].lower() if listing.language else ""
        return cls(listing.text, _LANGUAGES.get(name, "PlainText"))

    @property
    def text(self) -> str:
        """The lines alone, under their header."""
        return f"{self.header}\n{self.lines}" if self.header else self.lines

    @cached_property
    def weight(self) -> int:
        """Its bytes."""
        return sum(map(weight, self.elements()))

    def elements(self) -> list[Element]:
        """What is sent of it."""
        plain = block([Run(kept(self.text), frozenset(["code"]))])
        code: Element = {"type": "CodeBlock", "codeSnippet": self.text, "language": self.language}
        if self.first > 1 and not self.header:
            code["startLineNumber"] = self.first
        return [code | {"fallback": {"type": "Container", "style": "emphasis", "items": [plain]}}]

    def split(self, room: int) -> tuple["Code | None", "Code | None"]:
        """The lines that fit into ``room`` bytes and the others; a line that fits nowhere is cut."""
        if self.weight <= room:
            return self, None
        most = min(len(self.lines), max(room, 0))
        end = greatest(lambda at: replace(self, lines=self.lines[:at]).weight <= room, most)
        line = self.lines.rfind("\n", 0, end + 1)
        at, behind = (line, line + 1) if line > 0 else (end, end)
        if at == 0:
            return None, self
        rest = self.lines[behind:]
        first = self.first + self.lines.count("\n", 0, behind)
        return replace(self, lines=self.lines[:at]), replace(self, lines=rest, first=first) if rest else None
