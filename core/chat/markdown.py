"""Markdown as its parts. A link is shown with its address, and a picture is not loaded."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from core.chat.prose import Grid, Listing, Part, Rule, Run, Style, Words, merged

READ = 45_000
"""Characters that are read as Markdown; what stands behind them is shown as it is written."""

_DEEPEST = 18
"""The parser drops what is nested deeper than 20: such text is shown as it is written."""

_STYLES: dict[str, Style] = {"strong": "bold", "em": "italic", "s": "strike"}


def parts(text: str) -> list[Part]:
    """Paragraphs, headings, lists, quotations, code, tables and rules."""
    head, tail = text[:READ], text[READ:]
    tokens = parsed(head)
    if max((token.level for token in tokens), default=0) > _DEEPEST:
        head, tail, tokens = "", text, []
    found = [*_blocks(SyntaxTreeNode(tokens)), Words((Run(tail),))]
    return [part for part in found if not (isinstance(part, Words) and not part.text.strip())]


def inline(text: str) -> tuple[Run, ...]:
    """One line of Markdown; the text itself if nothing of it would be seen."""
    runs = _words(SyntaxTreeNode(_parser().parseInline(text[:READ])))
    seen = any(run.text.strip() for run in runs)
    return (*runs, Run(text[READ:])) if seen else (Run(text),)


def parsed(text: str) -> list[Token]:
    """The parser's tokens; each block among them tells its lines."""
    return _parser().parse(text)


@cache
def _parser() -> MarkdownIt:
    """CommonMark with tables; `[name]: value` is a line like any other."""
    parser = MarkdownIt("commonmark", {"html": False})
    return parser.enable(["table", "strikethrough"]).disable(["image", "reference"])


def _blocks(node: SyntaxTreeNode) -> Iterator[Part]:
    """The parts of a node's children."""
    for child in node.children:
        match child.type:
            case "heading":
                yield Words(_bold(_words(child)), "heading")
            case "blockquote":
                yield from map(_quoted, _blocks(child))
            case "bullet_list" | "ordered_list":
                yield from _items(child, 0)
            case "fence" | "code_block":
                yield Listing(child.content.strip("\n"), child.info.strip())
            case "hr":
                yield Rule()
            case "table":
                yield _grid(child)
            case _:
                yield Words(_words(child))


def _quoted(part: Part) -> Part:
    """Prose of a quotation; what is more than prose keeps its own form."""
    prose = isinstance(part, Words) and part.form == "section"
    return replace(part, form="quote") if isinstance(part, Words) and prose else part


def _items(node: SyntaxTreeNode, indent: int) -> Iterator[Part]:
    """A list, the nested ones indented."""
    ordered = node.type == "ordered_list"
    start = int(node.attrs.get("start", 1))
    for number, item in enumerate(node.children, start):
        yield from _item(item, number if ordered else None, indent)


def _item(node: SyntaxTreeNode, number: int | None, indent: int) -> Iterator[Part]:
    """One item: its first paragraph has the mark, the others stand below it."""
    marked = False
    for child in node.children:
        if child.type in ("bullet_list", "ordered_list"):
            yield from _items(child, indent + 1)
        elif child.type == "paragraph" and not marked:
            yield Words(_words(child), "item", indent, number)
        else:
            yield from _blocks(SyntaxTreeNode(child.to_tokens()))
        marked = True


def _grid(node: SyntaxTreeNode) -> Grid:
    """A table's cells as plain text."""
    lines = [row.children for part in node.children for row in part.children]
    header, *rows = [tuple("".join(run.text for run in _words(cell)) for cell in line) for line in lines]
    styles = (str(cell.attrs.get("style", "text-align:left")) for cell in lines[0])
    return Grid(header, tuple(rows), tuple(style.removeprefix("text-align:") for style in styles))


def _words(node: SyntaxTreeNode) -> tuple[Run, ...]:
    """The characters of a paragraph, a heading or a cell."""
    return merged(_runs(node, frozenset()))


def _bold(runs: Iterable[Run]) -> tuple[Run, ...]:
    return tuple(replace(run, styles=run.styles | {"bold"}) for run in runs)


def _runs(node: SyntaxTreeNode, styles: frozenset[Style]) -> Iterator[Run]:
    """The characters of a node, each in its styles."""
    for child in node.children:
        match child.type:
            case "softbreak" | "hardbreak":
                yield Run("\n", styles)
            case "code_inline":
                yield Run(child.content, styles | {"code"})
            case "link":
                yield from _link(child, styles)
            case _ if child.children:
                yield from _runs(child, styles | ({_STYLES[child.type]} if child.type in _STYLES else set()))
            case _:
                yield Run(child.content, styles)


def _link(node: SyntaxTreeNode, styles: frozenset[Style]) -> Iterator[Run]:
    """A link's words and, unless they are the same, its address: people see where it would lead."""
    runs = list(_runs(node, styles))
    address = str(node.attrs.get("href", ""))
    yield from runs
    if address.removeprefix("mailto:") != "".join(run.text for run in runs):
        yield Run(f" ({address})", styles)
