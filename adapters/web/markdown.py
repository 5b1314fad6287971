"""Markdown of cards as HTML that can do nothing."""

from functools import cache, lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_TAGS = {
    *("p", "br", "strong", "em", "s", "code", "pre", "ul", "ol", "li", "blockquote", "hr", "a"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}


@lru_cache(maxsize=2048)
def blocks(text: str) -> Markup:
    """Paragraphs, lists, tables and code. HTML is shown as it is written; images are not loaded."""
    return _clean(_parser().render(text))


@lru_cache(maxsize=2048)
def inline(text: str) -> Markup:
    """One line of text."""
    return _clean(_parser().renderInline(text))


def _clean(html: str) -> Markup:
    """A second look by a sanitiser: what the parser lets through by mistake does not reach a page."""
    return Markup(  # noqa: S704 - this is where the text becomes safe
        nh3.clean(
            html,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            url_schemes={"http", "https", "mailto"},
            link_rel="noopener noreferrer",
        )
    )


@cache
def _parser() -> MarkdownIt:
    """CommonMark with tables, and line breaks where the text has them."""
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable("image")
