"""Words as the text of a message stay words, whatever they look like."""

from re import sub

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from adapters.teams.rendering.message_text import message_texts
from core.chat import markdown
from core.chat.plain_text import printable
from core.chat.prose import Words
from tests.adapters.teams.connector.rules.markdown_rules import complaints
from tests.adapters.teams.connector.seen import links, readable

SCRAPS = st.sampled_from(
    [
        *("**", "*", "_", "__", "`", "```", "~~", "~~~", "<", ">", "&", "|", "#", "- ", "+ ", "1. ", "7)"),
        *("[a](https://evil.example)", "![x](y)", "<at>all</at>", "&lt;", "&#42;", "===", "---", "\\", "\\*"),
        *(
            " ",
            "  ",
            "    ",
            "\t",
            "\n",
            "\n\n",
            "word",
            "GL_POST_LOAD",
            "é",
            "😀",
            "**bold**",
            "*it*",
            "`c`",
        ),
        *("> ", "x", "3", ".", "https://a_b.example/c_d", "{{DATE(2026-01-01)}}"),
    ]
)


def text_of(text: str) -> str:
    return "\n\n".join(part.text for part in message_texts(text))


def squeezed(text: str) -> str:
    """Without blanks, and without what a fence in code is replaced by."""
    return sub(r"[\s`']", "", text)


@given(st.lists(SCRAPS, max_size=24).map("".join))
def test_people_see_every_word_and_no_markup_of_ours(text: str) -> None:
    said = [part.text for part in markdown.parts(printable(text)) if isinstance(part, Words)]
    shown = squeezed(readable(text_of(printable(text))))
    for words in said:
        assert squeezed(words) in shown
    assert links(text_of(printable(text))) == []
    assert not complaints({"text": sub(r"`[^`\n]+`", "code", text_of(printable(text)))})


@given(st.lists(SCRAPS, max_size=24).map("".join))
def test_nothing_of_it_is_html(text: str) -> None:
    tokens = MarkdownIt("commonmark", {"html": True}).parse(text_of(printable(text)))
    kinds = {child.type for token in tokens for child in (token, *(token.children or ()))}
    assert not {kind for kind in kinds if "html" in kind or kind.startswith(("heading", "hr", "bullet"))}


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("One **bold** word.", "One **bold** word."),
        ("So **bold**, so *italic*.", "So **bold**, so *italic*."),
        ("**bold***italic*", "bold*italic*"),
        ("Job `GL_POST`, and GL_POST.", "Job `GL_POST`, and GL&#95;POST."),
        ("``a ` b``", "a &#96; b"),
        ("# Head", "**Head**"),
        ("- a\n  - b", "•\u00a0a\n\n" + "\u00a0" * 6 + "•\u00a0b"),
        ("3. a", "3.\u00a0a"),
        ("> one\n> two", "> one  \n> two"),
        ("one\ntwo", "one  \ntwo"),
        ("---", "———"),
        ("```sql\nselect *\n```", "```\nselect *\n```"),
        ("1\\. no list", "1&#46; no list"),
        ("<b>&amp;", "&#60;b&#62;&#38;"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "**a · b**  \n1 · 2"),
        ("[here](https://evil.example)", "here (https://evil.example)"),
    ],
)
def test_what_becomes_of_it(text: str, becomes: str) -> None:
    assert text_of(text) == becomes


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("# Head\n\n- `a`\n\n> q\n\n```\ncode\n```", True),
        ("| a | b |\n|---|---|\n| 1 | 2 |", False),
        ("~~~\n```\n~~~", False),
        ("~~gone~~", False),
    ],
)
def test_what_a_card_shows_better_is_told(text: str, exact: bool) -> None:  # noqa: FBT001 - a case
    assert all(part.exact for part in message_texts(text)) is exact
