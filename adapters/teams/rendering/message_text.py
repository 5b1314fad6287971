"""Markdown as the text of a message, where Teams reads little of it and everything in its own way.

Bold, italic, code and quotations stand on every device; headings, lists and tables do not (docs,
format-your-bot-messages). Words that could be markup are written as character references: nobody documents
what a backslash does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from adapters.teams.rendering.rich_text import HARD_SPACE, kept
from core.chat import markdown
from core.chat.prose import Grid, Listing, Part, Run, Style, Words

_SIGNS = re.compile(r"[\\`*_~\[\]<>&|#]")
_AT_THE_BEGINNING = re.compile(r"^(\s*)(?:([-+=])|(\d+)([.)]))")
_MARKS: dict[Style, str] = {"code": "`", "bold": "**", "italic": "*"}
_FENCE = "```"
_INDENT = 6
_QUOTE = "> "
_LINE_BREAK = "  \n"
_ACROSS = "———"


@dataclass(frozen=True, slots=True)
class MessageText:
    """``exact``: it shows all there is to see; a table is seen in a card only."""

    text: str
    exact: bool = True


def message_texts(text: str) -> list[MessageText]:
    """The parts of a text in order; a blank line belongs between two of them."""
    return list(map(_part, markdown.parts(text)))


def _part(part: Part) -> MessageText:
    match part:
        case Words():
            return MessageText(_words(part), exact=not any("strike" in run.styles for run in part.runs))
        case Listing():
            return _listing(part.text)
        case Grid():
            lines = [_bold(part.header), *map(_row, part.rows)]
            return MessageText(_LINE_BREAK.join(map(_line, lines)), exact=False)
    return MessageText(_ACROSS)


def _listing(code: str) -> MessageText:
    """Lines of code; a fence among them would end them."""
    bare = code.replace(_FENCE, "'''")
    return MessageText(f"{_FENCE}\n{bare}\n{_FENCE}", exact=bare == code)


def _words(words: Words) -> str:
    """A paragraph, an item with its mark, or a quotation with one at each of its lines."""
    head = _QUOTE if words.form == "quote" else ""
    first, *others = map(_line, _lines(words.runs))
    return f"{_LINE_BREAK}{head}".join([f"{head}{_item_mark(words)}{first}", *others])


def _item_mark(words: Words) -> str:
    if words.form != "item":
        return ""
    mark = "•" if words.number is None else f"{words.number}."
    return f"{HARD_SPACE * (_INDENT * words.indent)}{mark}{HARD_SPACE}"


def _row(cells: Sequence[str]) -> tuple[Run, ...]:
    return (Run(" · ".join(" ".join(cell.split()) for cell in cells)),)


def _bold(cells: Sequence[str]) -> tuple[Run, ...]:
    return tuple(replace(run, styles=frozenset({"bold"})) for run in _row(cells))


def _lines(runs: Sequence[Run]) -> list[tuple[Run, ...]]:
    """The runs of each line."""
    lines: list[tuple[Run, ...]] = [()]
    for run in runs:
        head, *others = run.text.split("\n")
        lines[-1] += (replace(run, text=head),)
        lines.extend((replace(run, text=text),) for text in others)
    return lines


def _line(runs: Sequence[Run]) -> str:
    """One line, which begins nothing but itself."""
    first, *others = runs
    found = [replace(first, text=kept(first.text)), *others]
    line = ""
    for run, after in zip(found, [*others, Run("")], strict=True):
        line += _styled(run, line[-1:], after)
    return _AT_THE_BEGINNING.sub(_harmless, line) or HARD_SPACE


def _styled(run: Run, before: str, after: Run) -> str:
    """A run in its style, where nobody reads the marks otherwise."""
    words, mark = run.text.strip(), _mark_of(run)
    at = run.text.find(words)
    head, tail = run.text[:at], run.text[at + len(words) :]
    opens = bool(head) or not before or before.isspace() or (words[:1].isalnum() and before not in "*`")
    closes = bool(tail) or not after.text[:1].strip() or (words[-1:].isalnum() and not _mark_of(after))
    if not (words and mark and opens and closes) or (mark == "`" and mark in words):
        return _escaped(run.text)
    return f"{_escaped(head)}{mark}{words if mark == '`' else _escaped(words)}{mark}{_escaped(tail)}"


def _mark_of(run: Run) -> str:
    """What stands around words in a style; of several styles the first one counts."""
    return next((mark for style, mark in _MARKS.items() if style in run.styles), "")


def _escaped(text: str) -> str:
    return _SIGNS.sub(lambda found: _reference(found[0]), text)


def _harmless(found: re.Match[str]) -> str:
    """What would begin a list, a rule or a heading; the blanks are hard ones, which begin no code."""
    blanks, sign, number, dot = found.groups()
    return f"{blanks}{_reference(sign) if sign else number + _reference(dot)}"


def _reference(sign: str) -> str:
    return f"&#{ord(sign)};"
