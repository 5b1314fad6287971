"""Markdown of cards can do nothing to a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web import markdown
from tests.adapters.web.browser import tags_of, text_of

ALLOWED = {
    *("p", "br", "strong", "em", "s", "code", "pre", "ul", "ol", "li", "blockquote", "hr", "a"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
hostile = st.text() | st.lists(
    st.sampled_from(
        [
            "<script>",
            "</p>",
            "[a](javascript:x)",
            "![i](http://e/x.png)",
            "<img src=x onerror=a>",
            "`",
            "**",
            "\n",
            "| a |",
        ]
    )
).map("".join)


@given(hostile)
def test_only_harmless_tags_come_out(text: str) -> None:
    for html in (markdown.blocks(text), markdown.inline(text)):
        for tag, attributes in tags_of(html):
            assert tag in ALLOWED
            assert attributes.keys() <= {"href", "title", "rel", "start"}
            assert (attributes.get("href") or "http:").split(":")[0].lower() in ("http", "https", "mailto")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**a** `b`", "<p><strong>a</strong> <code>b</code></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("[a](https://e.org)", '<p><a href="https://e.org" rel="noopener noreferrer">a</a></p>'),
    ],
)
def test_the_usual_forms_are_rendered(text: str, html: str) -> None:
    assert markdown.blocks(text).strip() == html


def test_pictures_from_elsewhere_are_not_loaded() -> None:
    assert "<img" not in markdown.blocks("![x](https://evil.example/track.png)")
    assert "javascript" not in " ".join(str(tag) for tag in tags_of(markdown.blocks("[a](javascript:x)")))
    assert "[a](javascript:x)" in text_of(markdown.blocks("[a](javascript:x)"))
