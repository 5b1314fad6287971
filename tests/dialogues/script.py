"""Reads dialogues from plain text; README.md beside it says how they are written."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from textwrap import dedent

from tests.dialogues.lines import HOWS, Act, Dialogue, Expect, Line, Press, Reply, Say
from tests.dialogues.words import Phrase

PEOPLE = ("ada", "bob")
"""Ada may do everything in the channel, Bob nothing."""

_HEAD = re.compile(r"([a-z]+(?: [a-z]+)*) *:(.*)")
_ATTACHED = re.compile(r"\[attached: *([^\[\]]*)\]$")
_ADDRESS = re.compile(r"@dataops\b[,:]? *", re.IGNORECASE)


class DialogueError(ValueError):
    """A dialogue is not written as dialogues are; it says where and what."""


@dataclass(frozen=True)
class _Written:
    """One line of the file with the indented ones under it."""

    number: int
    head: str
    text: str


def read_dialogue(path: Path, folders: Sequence[Path]) -> Dialogue:
    """A dialogue from a file; the files that it attaches lie in the folders."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DialogueError(f"{path.name}: this is no UTF-8; save it as UTF-8") from error
    return parse(path.name, text, folders)


def parse(name: str, text: str, folders: Sequence[Path]) -> Dialogue:
    """A dialogue from its text; raises DialogueError with file and line."""
    reader, lines = _Reader(folders), list[Line]()
    number = 0
    try:
        for written in _entries(text):
            number = written.number
            lines.append(reader.line(written, lines))
        _check_end(lines)
    except _LineError as error:
        raise DialogueError(f"{name}:{error.number or number}: {error}") from error
    return Dialogue(name, tuple(lines))


class _LineError(ValueError):
    """What is wrong with a line; ``number`` where it is not the one being read."""

    def __init__(self, sentence: str, number: int = 0) -> None:
        super().__init__(sentence)
        self.number = number


def _entries(text: str) -> Iterator[_Written]:
    """The lines with something in them, without comments; an indented line belongs to the one above."""
    block: list[str] = []
    begun = 0
    for number, line in enumerate(text.split("\n"), 1):
        if block and (line[:1].isspace() or not line.strip()):
            block.append(line.rstrip())
            continue
        if block:
            yield _entry(begun, block)
        block, begun = ([line.strip()] if line.strip() and not line.startswith("#") else []), number
    if block:
        yield _entry(begun, block)


def _entry(number: int, block: Sequence[str]) -> _Written:
    found = _HEAD.fullmatch(block[0])
    if found is None:
        raise _LineError(f"'{block[0][:40]}' begins with nobody; write 'ada: …' or 'bot: …'", number)
    more = dedent("\n".join(block[1:])).rstrip()
    return _Written(number, found[1], "\n".join(filter(None, (found[2].strip(), more))))


class _Reader:
    """Makes lines of what is written."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        people = dict.fromkeys(PEOPLE, self._say)
        self._heads: dict[str, Callable[[_Written], Line]] = {
            **people,
            "answer": self._reply,
            "press": _press,
            **dict.fromkeys(HOWS, _expect),
        }

    def line(self, written: _Written, before: Sequence[Line]) -> Line:
        """A written line, if it fits behind those before it."""
        make = self._heads.get(written.head)
        if make is None:
            near = get_close_matches(written.head, self._heads, 1)
            hint = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(self._heads)}"
            raise _LineError(f"nobody is called '{written.head}' here; {hint}")
        if not written.text:
            raise _LineError(f"nothing stands behind '{written.head}:'")
        line = make(written)
        _check_order(line, before)
        return line

    def _say(self, written: _Written) -> Say:
        text, files = self._attached(_ADDRESS.sub("", written.text, count=1))
        if not text:
            raise _LineError(
                "write something beside the files: in a channel of Teams they come behind the words"
            )
        return Say(written.number, written.head, text, files)

    def _reply(self, written: _Written) -> Reply:
        return Reply(written.number, *self._attached(written.text))

    def _attached(self, text: str) -> tuple[str, tuple[Path, ...]]:
        """The words and the files of a message."""
        found = _ATTACHED.search(text)
        if found is None and "[attached" in text:
            raise _LineError("files stand at the end of a line: [attached: one.jil, two.jil]")
        if found is None:
            return text, ()
        return text[: found.start()].strip(), tuple(self._file(name.strip()) for name in found[1].split(","))

    def _file(self, name: str) -> Path:
        paths = {path.name: path for folder in reversed(self._folders) for path in folder.iterdir()}
        if name not in paths:
            near = get_close_matches(name, paths, 1)
            hint = f"did you mean '{near[0]}'?" if near else f"put it into {self._folders[0]}"
            raise _LineError(f"there is no file '{name}'; {hint}")
        return paths[name]


def _press(written: _Written) -> Press:
    return Press(written.number, written.text)


def _expect(written: _Written) -> Expect:
    """An expectation; files are several, each by its name."""
    several = written.text.split(",") if written.head == "bot gives" else [written.text]
    try:
        phrases = tuple(Phrase.read(each) for each in several)
    except ValueError as error:
        raise _LineError(str(error)) from error
    return Expect(written.number, HOWS[written.head], phrases, written.text)


def _check_order(line: Line, before: Sequence[Line]) -> None:
    """Somebody says something first; every act is looked at; only what was asked is answered."""
    if not before and not isinstance(line, Say):
        raise _LineError("somebody says something first")
    last = before[-1] if before else None
    if isinstance(line, Act) and isinstance(last, Act):
        raise _LineError("write what the bot does first: 'bot: …'", last.number)
    asked = isinstance(last, Expect) and "bot asks" in _since_act(before)
    if isinstance(line, Reply) and not asked:
        raise _LineError("nothing was asked; write 'bot asks: …' before")


def _since_act(before: Sequence[Line]) -> list[str]:
    """How what was expected since the last act."""
    acts = [index for index, each in enumerate(before) if isinstance(each, Act)]
    return [each.how for each in before[acts[-1] :] if isinstance(each, Expect)]


def _check_end(lines: Sequence[Line]) -> None:
    if not lines:
        raise _LineError("there is nothing in this dialogue", 1)
    if isinstance(lines[-1], Act):
        raise _LineError("write what the bot does then: 'bot: …'")
