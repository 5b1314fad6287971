"""Words as people see and mean them: Slack's markup, its rich text, and what is pasted."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.arrivals import mrkdwn, rich_text
from adapters.slack.arrivals.cleaning import decoded
from core.chat.cleaning import wellformed
from core.chat.said import BLOCK_LINES, LONG_LINES, Said, said
from tests.adapters.slack.arrivals.recorded import BOT

MENTION = f"<@{BOT.user}>"


def plain(text: str, *, marks: bool = True) -> Said:
    return said(mrkdwn.fragments(text, BOT.user, marks=marks))


def rich(*containers: dict[str, Any]) -> Said:
    return said(rich_text.fragments([{"type": "rich_text", "elements": list(containers)}], BOT.user, {}))


def section(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(elements)}


def text(content: str) -> dict[str, Any]:
    return {"type": "text", "text": content}


def escaped(content: str) -> str:
    return content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("<https://example.com/a?b=1&amp;c=2>", "https://example.com/a?b=1&c=2"),
        ("<https://example.com|the runbook>", "the runbook"),
        ("<s3://exports/a_b_c/dt=1.jil>", "s3://exports/a_b_c/dt=1.jil"),
        ("<s3://exports/R&amp;D/a.jil|s3://exports/R&amp;D/a.jil>", "s3://exports/R&D/a.jil"),
        ("s3://exports/a_b_c/*d*.jil", "s3://exports/a_b_c/*d*.jil"),
        ("run <http://load.sh|load.sh>", "run load.sh"),
        ("<mailto:ann@example.com|ann@example.com>", "ann@example.com"),
        ("<mailto:ann@example.com>", "ann@example.com"),
        ("<#C123|night-batch>", "#night-batch"),
        ("<#C123|>", "#C123"),
        ("<#C123>", "#C123"),
        ("<@U123|ann>", "@ann"),
        ("<@U123>", "@U123"),
        ("<!subteam^S123|@ops>", "@ops"),
        ("<!subteam^S123>", "@S123"),
        ("<!here> <!channel> <!everyone|everyone>", "@here @channel @everyone"),
        ("<!date^1392734382^{date_num}|2014-02-18>", "2014-02-18"),
        ("&lt;b&gt; &amp;amp; &amp;lt;", "<b> &amp; &lt;"),
        ("a < b > c", "a < b > c"),
        ("“it\u2019s” \u2018fine\u2019 „so“", '"it\'s" \'fine\' "so"'),
        ("GL\u00a0POST\u202fx", "GL POST x"),
        ("GL\u200b_PO\ufeffST\u2060\u00ad", "GL_POST"),
        ("GL\u200c_POST \u200dx", "GL_POST x"),
        (
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \U0001f469\u200d\U0001f4bb",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \U0001f469\u200d\U0001f4bb",
        ),
        ("*bold* _italic words_ ~gone~ (*so*), *Note:* x", "bold italic words gone (so), Note: x"),
        (
            "LOAD_GL_ GL_* *_LOAD *.sql a_b_c __init__ 2 * 3 * 4",
            "LOAD_GL_ GL_* *_LOAD *.sql a_b_c __init__ 2 * 3 * 4",
        ),
        ("match *_LOAD and GL_*", "match *_LOAD and GL_*"),
        ("<https://example.com/_a_/*b*>", "https://example.com/_a_/*b*"),
        ("`GL_*` and `it\u2019s “so”`", "GL_* and it\u2019s “so”"),
        ("`a &lt; b <http://load.sh|load.sh>`", "a < b load.sh"),
        ("a `b", "a `b"),
        ("```a```", "a"),
        ("&gt; quoted", "> quoted"),
        ("\ud800\0", "\ufffd\ufffd"),
        ("a\r\nb", "a\nb"),
        ("  spaces  ", "spaces"),
    ],
)
def test_what_a_person_sees(given_text: str, shown: str) -> None:
    assert plain(wellformed(given_text)).text == shown


@pytest.mark.parametrize(
    ("given_text", "left"),
    [
        (f"{MENTION} upstream?", "upstream?"),
        (f"{MENTION}: upstream?", "upstream?"),
        (f"{MENTION}, upstream?", "upstream?"),
        (f"<@{BOT.user}|dataops> upstream?", "upstream?"),
        (f"hey {MENTION} upstream?", "hey upstream?"),
        (f"hey {MENTION}, upstream?", "hey, upstream?"),
        (f"upstream? {MENTION}", "upstream?"),
        (f"one\n{MENTION} two\nthree {MENTION}\nfour", "one\ntwo\nthree\nfour"),
        (f"{MENTION} {MENTION} hey", "hey"),
        (f"{MENTION} --help", "--help"),
        (MENTION, ""),
    ],
)
def test_the_bots_name_leaves_no_trace(given_text: str, left: str) -> None:
    found = plain(given_text)
    assert (found.text, found.mentioned) == (left, True)


@pytest.mark.parametrize("words", ["<@U0OTHER> hey", f"`{MENTION}`", escaped(MENTION), "hey @dataops"])
def test_what_is_no_mention(words: str) -> None:
    assert not plain(words).mentioned


def test_a_mention_in_rich_text() -> None:
    found = rich(section(text("hey "), {"type": "user", "user_id": BOT.user}, text(" upstream?")))
    assert (found.text, found.mentioned) == ("hey upstream?", True)


def test_text_without_rich_text_blocks_has_no_rich_text() -> None:
    assert rich_text.fragments([{"type": "section", "text": {"text": "x"}}], BOT.user, {}) == []


def test_containers_begin_on_lines_of_their_own() -> None:
    bullets = {
        "type": "rich_text_list",
        "style": "bullet",
        "elements": [section(text("a")), section(text("b"))],
    }
    assert rich(section(text("list:")), bullets, section(text("end"))).text == "list:\n- a\n- b\nend"
    assert rich(section(text("list:\n")), bullets).text == "list:\n- a\n- b"


@pytest.mark.parametrize("lines", [1, 2, 3, 40])
def test_a_fenced_block_of_three_lines_is_material(lines: int) -> None:
    code = "\n".join(f"  line “{number}”  " for number in range(lines))
    block = {"type": "rich_text_preformatted", "elements": [text(code)]}
    for found in (rich(section(text("do")), block), plain(f"do\n```{escaped(code)}```")):
        if lines < BLOCK_LINES:
            assert (found.text, found.pasted) == (f"do\n{code}".strip(), ())
        else:
            assert (found.text, [each.text for each in found.pasted]) == ("do", [code])


def test_material_is_named_in_order() -> None:
    found = plain("```a\nb\nc``` and ```d\ne\nf```")
    assert [(each.name, each.text) for each in found.pasted] == [
        ("pasted-1.txt", "a\nb\nc"),
        ("pasted-2.txt", "d\ne\nf"),
    ]


LINES = "\n".join(f"step “{number}”: LOAD_{number}_" for number in range(LONG_LINES))


@pytest.mark.parametrize(
    ("given_text", "request_text", "material"),
    [
        (f"{MENTION} parse this\n{LINES}", "parse this", LINES),
        (f"parse this\n\n{LINES}\n", "parse this", LINES),
        (f"parse this\n{LINES}", "parse this", f"parse this\n{LINES}"),
        (f"{MENTION}\n{LINES}", "", LINES),
    ],
)
def test_a_long_text_is_a_request_and_its_material(given_text: str, request_text: str, material: str) -> None:
    found = rich(section(*parts(given_text)))
    assert found.text == request_text
    assert [each.text for each in found.pasted] == [material]


def parts(given_text: str) -> list[dict[str, Any]]:
    """Rich text of a text with at most one mention."""
    before, mention, after = given_text.partition(MENTION)
    return [text(before), *([{"type": "user", "user_id": BOT.user}] if mention else []), text(after)]


def test_a_text_of_fewer_lines_stays_whole() -> None:
    shorter = "\n".join("x" for _ in range(LONG_LINES - 1))
    assert plain(shorter) == Said(shorter, (), mentioned=False)


@pytest.mark.parametrize(
    "unit",
    [
        *("*", "_", "~", "`", "```", "<", "<@", "<a:", "&amp", " ", "\n", "*a ", "_a ", "a*", "<http://x|"),
        *("```a```", MENTION, f"\t {MENTION}", "\u200d", "“", "<!date^"),
    ],
)
def test_a_long_text_takes_no_longer_than_it_is(unit: str) -> None:
    long = (unit * 200_000)[:200_000]
    assert len(plain(long).text) <= len(long)  # a quadratic reading would take minutes


JOBS = st.lists(st.from_regex(r"\A[A-Z][A-Z0-9_]{0,8}[*%]?\Z"), min_size=1, max_size=8).map(" ".join)


@given(JOBS)
def test_names_of_jobs_survive(words: str) -> None:
    assert plain(words).text == words
    assert rich(section(text(words))).text == words


@given(st.text(st.characters(exclude_characters="`", exclude_categories=["Cs"]), min_size=1))
def test_code_survives_character_for_character(code: str) -> None:
    code = wellformed(f"1\n{code}\n3")
    (shown,) = rich({"type": "rich_text_preformatted", "elements": [text(code)]}).pasted
    (typed,) = plain(f"```{escaped(code)}```").pasted
    assert shown.text == typed.text == code


@given(st.text())
def test_entities_are_decoded_once(content: str) -> None:
    assert decoded(escaped(content)) == content


@given(st.text(st.characters(exclude_characters="`*_~", exclude_categories=["Cs"])))
def test_rich_text_and_markup_say_the_same(content: str) -> None:
    content = wellformed(content)
    assert rich(section(text(content))) == plain(escaped(content))
