"""What people see of a message, and whom it notifies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.teams.connector.checks.wire import adaptive, block, card, execute, message, open_app
from tests.adapters.teams.connector.seen import flatten, links, readable, seen

pytestmark = pytest.mark.fakes


def test_a_card_is_read_from_top_to_bottom() -> None:
    rows = [
        {"type": "TableRow", "cells": [{"type": "TableCell", "items": [block(text)]} for text in "ab"]}
    ] * 2
    shown = flatten(
        adaptive(
            block("**Two** jobs are [late](https://x.y)"),
            {"type": "FactSet", "facts": [{"title": "Run", "value": "17"}]},
            {"type": "Table", "columns": [{"width": 1}] * 2, "rows": rows},
            {"type": "RichTextBlock", "inlines": ["a ", {"type": "TextRun", "text": "b"}]},
            {"type": "CodeBlock", "codeSnippet": "insert_job: A", "fallback": block("x")},
            {"type": "Image", "url": "https://x.y/z.png", "altText": "the graph"},
            {
                "type": "Input.ChoiceSet",
                "id": "z",
                "label": "Zone",
                "choices": [{"title": "A", "value": "a"}],
            },
            {"type": "Container", "isVisible": False, "items": [block("hidden")]},
            actions=[execute("Cancel")],
        )
    )
    assert shown.split("\n") == [
        "Two jobs are late",
        "Run: 17",
        "a | b",
        "a | b",
        "a b",
        "insert_job: A",
        "the graph",
        "Zone",
        "A",
        "Cancel",
    ]


def test_text_is_read_as_its_format_says() -> None:
    assert seen(message("**a** \\<b> `c`"), []) == "a <b> c"
    assert seen(message("**a**", textFormat="plain"), []) == "**a**"
    assert seen(message("<b>a</b> &lt;", textFormat="xml"), []) == "a <"


def test_headings_and_tables_stay_as_they_were_written() -> None:
    assert readable("# Late\n\n|a|b|\n|---|---|") == "# Late\n|a|b|\n|---|---|"


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_code_is_read_as_it_was_and_leads_nowhere(text: str) -> None:
    fenced = f"~~~~~~\n{text}\n~~~~~~"
    if "~~~~~~" not in text:
        assert readable(fenced) == text.strip("\n")
        assert links(fenced) == []


async def test_only_a_mention_that_stands_in_the_text_notifies() -> None:
    async with open_app() as app:
        teams = app.teams
        account = {"id": teams.ada.id, "name": teams.ada.name}
        entity = {"type": "mention", "text": "<at>Ada</at>", "mentioned": account}
        assert (await app.posted(teams.group, "<at>Ada</at> look", entities=[entity])).pings == (
            teams.ada.id,
        )
        assert (await app.posted(teams.group, "look", entities=[entity])).pings == ()
        attachment = card(block("<at>Ada</at>"), msteams={"entities": [entity]})
        assert (await app.posted(teams.group, "", attachments=[attachment])).pings == (teams.ada.id,)


async def test_a_post_is_a_copy_of_its_moment() -> None:
    async with open_app() as app:
        post = await app.posted(app.teams.chat, "old", summary="news")
        await app.update(post, "new")
        assert (post.text, post.summary, post.edits) == ("old", "news", 0)
        assert app.teams.message(post).text == "new"


async def test_a_wait_looks_again_after_every_call() -> None:
    async with open_app() as app:
        await app.send(app.teams.chat, "here")
        found = await app.teams.until(lambda: app.teams.answers(app.teams.chat))
        assert [post.text for post in found] == ["here"]
