"""What HTML shows, line by line, as it is read."""

import re
from typing import Literal

from adapters.teams.arrivals.mentions import Mentions
from adapters.teams.arrivals.table_text import TableText
from core.chat.fragment import NEW_LINE, Fragment

_BLANK = re.compile(r"[ \t\r\n\f]+")
_MUTE = ("reply", "marker", "emoji")
"""What was not said now: the message that is answered, an editor's mark, the letters under an emoji."""

_LINES = ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "forward", "ul", "ol", "li")


class Written:
    """Takes elements and words in order. ``index`` is a mention's place, ``alt`` the sign of an emoji."""

    def __init__(self, mentions: Mentions) -> None:
        self._mentions = mentions
        self._found: list[Fragment] = []
        self._open: list[str] = []
        self._line: Literal["empty", "marked", "full", "closed"] = "empty"
        self._muted = self._forwarded = self._quoted = self._exact = 0
        self._blank = False
        self._names: list[tuple[str, list[str]]] = []
        self._code: list[str] | None = None
        self._table: TableText | None = None
        self._lists: list[int | None] = []

    def fragments(self) -> list[Fragment]:
        """The pieces so far."""
        return self._found

    def begin(self, role: str, index: str = "", alt: str = "") -> None:
        """An element begins."""
        if role == "emoji":
            self.add(alt)
        self._open.append(self._begun(role, index))

    def end(self) -> None:
        """The element that began last and has not ended ends."""
        role = self._open.pop()
        if role == "mute":
            self._muted -= 1
        elif role == "inner table" and self._table is not None:
            self._table.end()
        elif role == "mention":
            self._end_name()
        elif role:
            self._end(role)

    def add(self, words: str) -> None:
        """Words; in code every blank is one."""
        if self._muted:
            return
        if self._table is not None:
            self._table.add(words)
        elif self._names:
            self._names[-1][1].append(words)
        elif self._code is not None:
            self._code.append(words)
        else:
            self._words(_BLANK.sub(" ", words))

    def new_line(self) -> None:
        """A line ends within its paragraph."""
        if self._table is not None or self._names:
            self.add(" ")
        elif self._code is not None:
            self._code.append("\n")
        elif not self._muted:
            self._put(NEW_LINE)
            self._line, self._blank = "empty", False

    def _begun(self, role: str, index: str) -> str:
        """What will end when the element ends; nothing for one that is only gone through."""
        if role in _MUTE or self._muted:
            self._muted += 1
            return "mute"
        if self._table is not None:
            self._table.begin(role)
            return "inner table" if role == "table" else ""
        if role == "mention":
            self._names.append((index, []))
        elif self._code is not None:
            return ""
        else:
            self._begin(role)
        return role

    def _begin(self, role: str) -> None:
        if role in _LINES or role in ("pre", "table"):
            self._break()
        if role == "pre":
            self._code = []
        elif role == "table":
            self._table = TableText()
        elif role in ("ul", "ol"):
            self._lists.append(0 if role == "ol" else None)
        elif role == "li":
            self._bullet()
        self._count(role, 1)

    def _end(self, role: str) -> None:
        if role == "pre" and self._code is not None:
            self._block("".join(self._code))
            self._code = None
        elif role == "table" and self._table is not None:
            self._block(self._table.text)
            self._table = None
        elif role in ("ul", "ol"):
            self._lists.pop()
        if role in _LINES:
            self._break()
        self._count(role, -1)

    def _count(self, role: str, change: int) -> None:
        self._forwarded += change * (role == "forward")
        self._quoted += change * (role == "blockquote")
        self._exact += change * (role in ("code", "a"))

    def _end_name(self) -> None:
        index, words = self._names.pop()
        name = "".join(words)
        if self._code is not None:
            self._code.append(name)
        elif name.strip():
            self._start()
            self._put(self._mentions.fragment(_BLANK.sub(" ", name), index))

    def _words(self, words: str) -> None:
        words = words if self._line == "full" else words.lstrip(" ")
        if self._line != "full" and not words.strip():
            self._blank = self._blank or bool(words)
            return
        self._start()
        exact = Fragment("exact", words.replace("\u00a0", " "))
        self._put(exact if self._exact else Fragment("prose", words))

    def _start(self) -> None:
        """The line has words from now on."""
        if self._line == "closed":
            self.new_line()
        if self._quoted and self._line == "empty":
            self._put(Fragment("prose", "> " * min(self._quoted, 8)))
        self._line, self._blank = "full", False

    def _bullet(self) -> None:
        if self._line != "empty":
            self.new_line()
        count = self._lists[-1] if self._lists else None
        if count is not None:
            self._lists[-1] = count + 1
        depth = min(max(len(self._lists) - 1, 0), 8)
        self._put(Fragment("prose", "  " * depth + ("- " if count is None else f"{count + 1}. ")))
        self._line = "marked"

    def _block(self, text: str) -> None:
        """Code or a table. Blanks in it are blanks, however the editor keeps them from collapsing."""
        self._put(Fragment("block", text.replace("\u00a0", " ").strip("\n")))
        self._line = "closed"

    def _break(self) -> None:
        if self._line in ("full", "closed") or self._blank:
            self.new_line()

    def _put(self, fragment: Fragment) -> None:
        if not self._forwarded or fragment.kind == "block":
            self._found.append(fragment)
