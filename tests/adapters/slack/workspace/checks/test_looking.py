"""What people see of a message, and what in it is alive."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.slack.workspace import mrkdwn
from tests.adapters.slack.workspace.checks.wire import buttons, open_app, plain, section
from tests.adapters.slack.workspace.payload import JSON
from tests.adapters.slack.workspace.rich_text import rich_text
from tests.adapters.slack.workspace.seen import flatten, live

pytestmark = pytest.mark.fakes

NAMES = {"U1": "ada", "C1": "night-batch"}


def naming(identifier: str) -> str:
    return NAMES.get(identifier, identifier)


def seen(*blocks: JSON) -> str:
    return flatten(list(blocks), naming)


def test_blocks_are_read_from_top_to_bottom() -> None:
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": text} for text in "ab"]] * 2}
    assert seen(
        {"type": "header", "text": plain("Two jobs are late")},
        section(
            "*GL_POST* &lt; <https://x.y/z|run 17> of <@U1> in <#C1>", fields=[plain("Jobs"), plain("2")]
        ),
        {"type": "divider"},
        {"type": "image", "image_url": "https://x.y/z.png", "alt_text": "the graph"},
        table,
        buttons("Cancel", "Try again"),
    ).split("\n") == [
        "Two jobs are late",
        "*GL_POST* < run 17 of @ada in #night-batch",
        "Jobs",
        "2",
        "the graph",
        "a | b",
        "a | b",
        "Cancel",
        "Try again",
    ]


def test_what_asks_back_after_a_press_is_not_seen_before() -> None:
    row = buttons("Cancel")
    row["elements"][0]["confirm"] = {"title": plain("Sure?"), "text": plain("Really?")}
    assert seen(row) == "Cancel"


def test_markdown_is_read_as_it_is_rendered() -> None:
    prose = "# Late\n\n**Two** jobs, \\*really\\* &amp; \\<!here>"
    text = f"{prose}\n\n|a|b|\n|---|---|\n|1|2|\n\n```\nx < y\n```\n- <@U1>"
    assert seen({"type": "markdown", "text": text}).split("\n") == [
        "Late",
        "Two jobs, *really* & <!here>",
        "a | b",
        "1 | 2",
        "x < y",
        "@ada",
    ]


def test_only_what_is_not_escaped_and_no_code_is_alive() -> None:
    for text, pings, links in (
        ("<!channel> <@U1> <!subteam^S1|@ops>", ["!channel", "@U1", "!subteam^S1"], []),
        ("&lt;!channel&gt; `<!here>` ```<@U1>```", [], []),
        ("<https://x.y/?a=1&amp;b=2|z> <mailto:a@b.c>", [], ["https://x.y/?a=1&b=2", "mailto:a@b.c"]),
    ):
        assert live({"text": text}) == (pings, links)
        assert live({"text": "", "blocks": [section(text)]}) == (pings, links)
        assert live({"text": "", "blocks": [{"type": "header", "text": plain(text)}]}) == ([], [])
    markdown = {"type": "markdown", "text": "<!here> \\<!channel> `<@U1>` [a](https://x.y) <https://z.z>"}
    assert live({"blocks": [markdown]}) == (["!here"], ["https://x.y", "https://z.z"])
    assert live({"blocks": [rich_text("<@U1> <!here> <https://x.y>", "b")]}) == (
        ["@U1", "!here"],
        ["https://x.y"],
    )


@given(st.text())
def test_an_escaped_text_is_read_as_it_was_and_is_never_alive(text: str) -> None:
    wire = escape(text, quote=False)
    assert mrkdwn.readable(wire, naming) == text
    assert (mrkdwn.pings(wire), mrkdwn.links(wire)) == ([], [])


@given(st.text(st.characters(exclude_characters="`")))
def test_what_people_type_is_one_block_with_the_same_text(text: str) -> None:
    block = rich_text(escape(text, quote=False), "b")
    assert "".join(part["text"] for each in block["elements"] for part in each["elements"]) == text


def test_fences_are_blocks_of_code() -> None:
    block = rich_text("look:\n```\ninsert_job: A\n```", "b")
    assert [each["type"] for each in block["elements"]] == ["rich_text_section", "rich_text_preformatted"]
    assert seen(block) == "look:\n\ninsert_job: A"


async def test_a_post_is_a_copy_of_its_moment() -> None:
    async with open_app() as app:
        ts = await app.posted("old", blocks=[section("shown")])
        post = app.slack.message(app.slack.channel, ts)
        await app.call("reactions.add", channel=app.slack.channel, timestamp=ts, name="eyes")
        await app.call("chat.update", channel=app.slack.channel, ts=ts, text="new")
        assert (post.text, post.fallback, "reactions" in post.raw) == ("shown", "old", False)
        assert app.slack.message(app.slack.channel, ts).text == "new"
