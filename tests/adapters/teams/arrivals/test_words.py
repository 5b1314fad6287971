"""Words as people see and mean them: the HTML that Teams adds, and the text without it."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams.arrivals import markup, plain
from adapters.teams.arrivals.mentions import Mentioned, Mentions
from core.chat.cleaning import wellformed
from core.chat.said import BLOCK_LINES, Said, said

MENTIONS = Mentions((Mentioned("dataops", bot=True), Mentioned("Ann Other")))
AT = '<span itemtype="http://schema.skype.com/Mention" itemid="0">dataops</span>'


def rich(html: str) -> Said:
    return said(markup.fragments(html, MENTIONS))


def typed(text: str) -> Said:
    return said(plain.fragments(text, MENTIONS))


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>a</p>\r\n<p>b</p>", "a\nb"),
        ("<div><div>a</div>\n</div>", "a"),
        ("<p>a</p><p>&nbsp;</p><p>b</p>", "a\n\nb"),
        ("a<br>b<br/><br>c", "a\nb\n\nc"),
        ("<p>two   blanks\n and a\tline</p>", "two blanks and a line"),
        ("<p>it\u2019s\u00a0\u201cso\u201d</p>", 'it\'s "so"'),
        ("<p>&lt;b&gt; &amp;amp; a &lt; b</p>", "<b> &amp; a < b"),
        ("<p><b>GL_</b>POST <em>*_LOAD</em></p>", "GL_POST *_LOAD"),
        ("<p><code>it\u2019s&nbsp;\u201cso\u201d</code></p>", "it\u2019s \u201cso\u201d"),
        ('<p>run <a href="http://load.sh">load.sh</a></p>', "run load.sh"),
        ("<ul><li>a</li><li><p>b</p></li></ul>end", "- a\n- b\nend"),
        ("<ol><li>a<ul><li>x</li></ul></li><li>b</li></ol>", "1. a\n  - x\n2. b"),
        ("<p>so</p><blockquote>one<br>two</blockquote>three", "so\n> one\n> two\nthree"),
        ('<p>ok <emoji alt="\U0001f44d">(y)</emoji></p>', "ok \U0001f44d"),
        ('<p>ok <img alt="\U0001f44d" itemtype="http://schema.skype.com/Emoji"></p>', "ok \U0001f44d"),
        ('<p>see <img alt="image" itemtype="http://schema.skype.com/AMSImage"></p>', "see"),
        ('<p>a</p><attachment id="1"></attachment><script>x</script><!-- y -->', "a"),
        ('<blockquote itemtype="http://schema.skype.com/Reply"><p>cancel</p></blockquote>no', "no"),
        ("<p>x</p><table><tr><td>a</td><td>b</td></tr></table>y", "x\na\tb\ny"),
        ("<pre>one line</pre>", "one line"),
        ("<p>\ud800&#0;</p>", "\ufffd\ufffd"),
        ("<at>Ann Other</at>, <at>Zed</at>", "@Ann Other, @Zed"),
    ],
)
def test_what_a_person_sees(html: str, shown: str) -> None:
    assert rich(html).text == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("it\u2019s\u00a0\u201cso\u201d", 'it\'s "so"'),
        ("a&nbsp;b &amp; &lt;c&gt; &#39;d&#39; &quot;e&quot;", "a b & <c> 'd' \"e\""),
        ("see https://example.com/?a=1&copy=2&amp;c=3", "see https://example.com/?a=1&copy=2&c=3"),
        ("&amp;lt;", "&lt;"),
        ("`it\u2019s`", "it\u2019s"),
        ("a ` b", "a ` b"),
        ("<at>Ann Other</at>", "@Ann Other"),
        ("<at>@Ann Other</at>", "@Ann Other"),
        ("<at>Zed</at>", "<at>Zed</at>"),
        ('<quoted messageId="17"/> yes', "yes"),
        ("&#0;\ud800", "\ufffd\ufffd"),
        ("  spaces  ", "spaces"),
    ],
)
def test_what_a_text_without_html_says(text: str, shown: str) -> None:
    assert typed(wellformed(text)).text == shown


@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        ("", " upstream?", "upstream?"),
        ("", ", upstream?", "upstream?"),
        ("", "&nbsp;upstream?", "upstream?"),
        ("hey ", " upstream?", "hey upstream?"),
        ("upstream? ", "", "upstream?"),
        ("", "", ""),
        ("", " --help", "--help"),
    ],
)
def test_the_bots_name_leaves_no_trace(before: str, after: str, left: str) -> None:
    for found in (
        rich(f"<p>{before}{AT}{after}</p>"),
        rich(f"{before}<at id='0'>dataops</at>{after}"),
        typed(f"{before}<at>dataops</at>{after}"),
    ):
        assert (found.text, found.mentioned) == (left, True)


@pytest.mark.parametrize(
    "html", ["dataops", "<p>@dataops hi</p>", "&lt;at&gt;dataops&lt;/at&gt;", "<at>Ann Other</at>"]
)
def test_what_is_no_mention(html: str) -> None:
    assert not rich(html).mentioned


def test_html_that_nobody_writes_is_not_read() -> None:
    assert markup.fragments("<div>" * 400 + "x", MENTIONS) == []
    assert rich("<b>x</b>" * 400).text == "x" * 400


@pytest.mark.parametrize("lines", [1, 2, 3, 40])
def test_code_of_three_lines_is_material(lines: int) -> None:
    code = "\n".join(f"  line “{number}”  " for number in range(lines))
    kept = escape(code).replace("\n", "<br>").replace("  ", "&nbsp; ")
    for found in (rich(f"<p>do</p><pre><code>{kept}</code></pre>"), typed(f"do\n```{escape(code)}```")):
        if lines < BLOCK_LINES:
            assert (found.text, found.pasted) == (f"do\n{code}".strip(), ())
        else:
            assert (found.text, [each.text for each in found.pasted]) == ("do", [code])


def test_a_typed_fence_may_say_which_language_it_is() -> None:
    assert typed("```sql\n1\n2\n3\n```").pasted[0].text == "1\n2\n3"


@pytest.mark.parametrize(
    "unit",
    [
        *("<div>", "<!--", "<a ", "</", "&", "<p", '<span itemtype="', "<table><tr>", "<pre>", "<![CDATA["),
        *("<svg>", "<li>", "<b><p>", "<p></p>", "<at>", "&nbsp; ", "x<br>", "<ul><li></ul>", "&amp;", "<at"),
        *("<table><tr><td>x</table>", "`", "```", "<at>x", '<quoted messageId="'),
    ],
)
def test_a_long_text_takes_no_longer_than_it_is(unit: str) -> None:
    long = (unit * 100_000)[:100_000]
    assert len(rich(long).text) <= len(long)  # a quadratic reading would take minutes
    assert len(typed(long).text) <= len(long)


@given(st.text(st.characters(exclude_characters="\r\u00a0", exclude_categories=["Cs", "Cc"]), min_size=1))
def test_code_survives_character_for_character(code: str) -> None:
    code = f"1\n{code}\n3"
    (shown,) = rich(f"<pre><code>{escape(code)}</code></pre>").pasted
    assert shown.text == code


@given(st.text(st.characters(exclude_characters="`", exclude_categories=["Cs", "Cc", "Z"])))
def test_html_and_text_say_the_same(words: str) -> None:
    assert rich(f"<p>{escape(words)}</p>").text == typed(escape(words)).text


TAGS = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<div>",
            "</div>",
            "<pre>",
            "</pre>",
            "<ul>",
            "</ul>",
            "<ol>",
            "<li>",
            "</li>",
            "<br>",
        ),
        *(
            "<table>",
            "</table>",
            "<tr>",
            "<td>",
            "</td>",
            "<at>",
            "</at>",
            "<code>",
            "</code>",
            "<a>",
            "</a>",
        ),
        *("<blockquote>", '<blockquote itemtype="http://schema.skype.com/Reply">', "</blockquote>", "<span>"),
        *(
            '<blockquote itemtype="http://schema.skype.com/Forward">',
            '<emoji alt="x">',
            "</emoji>",
            AT,
            "word",
        ),
    ]
)


@given(st.lists(TAGS, max_size=30).map("".join))
def test_no_html_raises_and_what_comes_after_it_is_read(html: str) -> None:
    found = rich(f"<div>{html}</div><p>the end</p>")
    if "<t" not in html and "</div>" not in html:  # a table that is left open takes in what follows
        assert found.text.endswith("the end")
