"""Markdown as rich text: structure becomes elements, and every word stays data.

Slack reads its own markup in `mrkdwn` texts and in `markdown` blocks: `<!channel>` notifies, `<url|label>`
hides where a link goes, and a bare `@here` is taken for a mention (observed by public Slack apps). In rich
text a mention or a link is an element of its own, and this module makes none: a link is shown with its
address.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from adapters.slack.rendering.fixture import Fixture
from adapters.slack.rendering.limits import LIST_INDENT
from adapters.slack.rendering.passage import Passage, Run, Style, merged
from adapters.slack.rendering.table import Table, table_pieces

Piece = Passage | Table | Fixture

READ = 45_000
"""Characters that are read as Markdown: five messages hold no more."""

_DEEPEST = 18
"""The parser drops what is nested deeper than 20: such text is shown as it is written."""

_STYLES: dict[str, Style] = {"strong": "bold", "em": "italic", "s": "strike"}


def pieces(text: str) -> list[Piece]:
    """Paragraphs, headings, lists, quotations, code, tables and rules."""
    head, tail = text[:READ], text[READ:]
    tokens = parsed(head)
    if max((token.level for token in tokens), default=0) > _DEEPEST:
        head, tail, tokens = "", text, []
    found = list(_blocks(SyntaxTreeNode(tokens)))
    plain = Passage((Run(tail),))
    return [piece for piece in (*found, plain) if not (isinstance(piece, Passage) and piece.is_blank())]


def inline(text: str) -> tuple[Run, ...]:
    """One line of Markdown; the text itself if nothing of it would be seen."""
    root = SyntaxTreeNode(_parser().parseInline(text[:READ]))
    runs = _words(root)
    return (Run(text),) if Passage(runs).is_blank() else (*runs, Run(text[READ:]))


def parsed(text: str) -> list[Token]:
    """The parser's tokens."""
    return _parser().parse(text)


@cache
def _parser() -> MarkdownIt:
    """CommonMark with tables. Pictures are not loaded, and `[name]: value` is a line like any other."""
    parser = MarkdownIt("commonmark", {"html": False})
    return parser.enable(["table", "strikethrough"]).disable(["image", "reference"])


def _blocks(node: SyntaxTreeNode) -> Iterator[Piece]:
    """The pieces of a node's children."""
    for child in node.children:
        match child.type:
            case "heading":
                yield Passage(_bold(_words(child)), "heading")
            case "blockquote":
                yield from (_quoted(piece) for piece in _blocks(child))
            case "bullet_list" | "ordered_list":
                yield from _items(child, 0)
            case "fence" | "code_block":
                yield Passage((Run(child.content.strip("\n")),), "code")
            case "hr":
                yield Fixture({"type": "divider"})
            case "table":
                yield from _table(child)
            case _:
                yield Passage(_words(child))


def _quoted(piece: Piece) -> Piece:
    """Prose of a quotation; what is more than prose keeps its own form."""
    prose = isinstance(piece, Passage) and piece.form == "section"
    return replace(piece, form="quote") if isinstance(piece, Passage) and prose else piece


def _items(node: SyntaxTreeNode, indent: int) -> Iterator[Piece]:
    """A list, the nested ones indented."""
    ordered = node.type == "ordered_list"
    start = int(node.attrs.get("start", 1))
    for number, item in enumerate(node.children, start):
        yield from _item(item, number if ordered else None, min(indent, LIST_INDENT))


def _item(node: SyntaxTreeNode, number: int | None, indent: int) -> Iterator[Piece]:
    """One item: its first paragraph has the mark, the others stand below it."""
    marked = False
    for child in node.children:
        if child.type in ("bullet_list", "ordered_list"):
            yield from _items(child, indent + 1)
        elif child.type == "paragraph" and not marked:
            yield Passage(_words(child), "item", indent=indent, number=number)
        else:
            yield from _blocks(SyntaxTreeNode(child.to_tokens()))
        marked = True


def _table(node: SyntaxTreeNode) -> Iterator[Piece]:
    """A table's cells as plain text."""
    rows = [row.children for part in node.children for row in part.children]
    header, *body = [tuple("".join(run.text for run in _words(cell)) for cell in row) for row in rows]
    aligns = tuple(
        str(cell.attrs.get("style", "text-align:left")).removeprefix("text-align:") for cell in rows[0]
    )
    yield from table_pieces(header, body, aligns)


def _words(node: SyntaxTreeNode) -> tuple[Run, ...]:
    """The characters of a paragraph, a heading or a cell."""
    return merged(_runs(node, frozenset()))


def _bold(runs: Sequence[Run]) -> tuple[Run, ...]:
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
