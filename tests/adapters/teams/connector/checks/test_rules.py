"""What the connector refuses, and what it takes though people would see its markup."""

from base64 import b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.teams.connector.checks.wire import adaptive, block, card, consent, message, open_app
from tests.adapters.teams.connector.connector_error import ConnectorError
from tests.adapters.teams.connector.conversation import Kind
from tests.adapters.teams.connector.payload import JSON
from tests.adapters.teams.connector.rules.activity_rules import check_activity
from tests.adapters.teams.connector.rules.card_rules import check_card
from tests.adapters.teams.connector.rules.markdown_rules import complaints
from tests.adapters.teams.connector.rules.size import LIMIT_BYTES, check_size, payload_bytes

pytestmark = pytest.mark.fakes


def field(kind: str, name: str | None = "job", **more: Any) -> JSON:
    return {"type": f"Input.{kind}", **({} if name is None else {"id": name}), **more}


TAKEN: list[JSON] = [
    adaptive(block("x"), version="1.0"),
    adaptive({"type": "ColumnSet", "columns": [{"type": "Column", "items": [block("x")]}]}),
    adaptive({"type": "FactSet", "facts": [{"title": "a", "value": "b"}]}),
    adaptive({"type": "Table", "columns": [{"width": 1}], "rows": [{"type": "TableRow", "cells": []}]}),
    adaptive(field("Text"), field("ChoiceSet", "other", choices=[{"title": "a", "value": "a"}])),
    adaptive({"type": "CodeBlock", "codeSnippet": "x", "fallback": block("x")}),
    adaptive(actions=[{"type": "Action.Submit", "title": "x", "data": {"type": "anything"}}]),
    adaptive(actions=[{"type": "Action.ShowCard", "title": "x", "card": adaptive(block("y"))}]),
]

REFUSED: list[Any] = [
    None,
    "{}",
    {"type": "MessageCard"},
    {"type": "AdaptiveCard", "body": []},
    adaptive(version="1.6"),
    adaptive(version="2.0"),
    adaptive(version="new"),
    adaptive({"type": "Hologram"}),
    adaptive({"type": "Container", "items": [{"type": "CodeBlock", "codeSnippet": "x"}]}),
    adaptive({"type": "TextBlock"}),
    adaptive({"type": "Image"}),
    adaptive(field("Text", None)),
    adaptive(field("Text"), field("Number")),
    adaptive(actions=[{"type": "Action.Http", "title": "x"}]),
]


@pytest.mark.parametrize("content", TAKEN)
def test_a_card_of_1_5_is_taken(content: JSON) -> None:
    check_card(content)


@pytest.mark.parametrize("content", REFUSED)
def test_a_card_that_teams_would_not_show_is_refused(content: Any) -> None:
    with pytest.raises(ConnectorError, match="BadArgument"):
        check_card(content)


PIXEL = b64encode(b"GIF89a").decode()


def attached(content_type: str, url: str) -> JSON:
    return message(attachments=[{"contentType": content_type, "contentUrl": url, "name": "x"}])


def code(activity: Any, kind: Kind = "personal") -> str:
    try:
        check_activity(activity, kind)
    except ConnectorError as error:
        return f"{error.status} {error.code}"
    return ""


@pytest.mark.parametrize(
    ("outcome", "activity"),
    [
        ("", attached("image/png", f"data:image/png;base64,{PIXEL}")),
        ("", attached("image/png", "https://example.com/x.png")),
        ("", message(attachments=[consent()])),
        ("", message("x", textFormat="plain")),
        ("400 BadArgument", attached("application/pdf", f"data:application/pdf;base64,{PIXEL}")),
        ("400 BadArgument", attached("text/csv", "https://example.com/x.csv")),
        ("400 BadArgument", attached("image/svg+xml", f"data:image/svg+xml;base64,{PIXEL}")),
        ("400 BadArgument", attached("image/png", f"data:application/pdf;base64,{PIXEL}")),
        ("400 BadArgument", attached("image/png", "data:image/png;base64,?")),
        (
            "400 BadArgument",
            attached("image/png", f"data:image/png;base64,{b64encode(bytes(2**20 + 1)).decode()}"),
        ),
        ("400 BadArgument", message(attachments=[consent(name="")])),
        ("400 BadSyntax", message(attachments=card(block("x")))),
        ("400 BadSyntax", message()),
        ("400 BadSyntax", message(summary="only for the notification")),
        ("400 BadSyntax", message("x", textFormat="html")),
        ("400 BadSyntax", {"type": "trace", "text": "x"}),
        ("400 BadSyntax", ["no object"]),
    ],
)
def test_what_may_hang_at_a_message(outcome: str, activity: Any) -> None:
    assert code(activity) == outcome


@pytest.mark.parametrize("kind", ["channel", "groupChat"])
def test_files_of_bots_are_for_personal_chats(kind: Kind) -> None:
    assert code(message(attachments=[consent()]), kind) == "403 NotEnoughPermissions"
    shared = {
        "contentType": "application/vnd.microsoft.teams.card.file.info",
        "contentUrl": "https://contoso.sharepoint.com/run.csv",
        "name": "run.csv",
        "content": {"uniqueId": "1", "fileType": "csv"},
    }
    assert code(message(attachments=[shared]), kind) == ""


def test_pictures_in_base64_do_not_count() -> None:
    assert payload_bytes(f'{{"contentUrl": "data:image/png;base64,{"A" * 999}"}}') < 100


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_payload_counts_as_utf_16(text: str) -> None:
    assert payload_bytes(text) == sum(4 if ord(each) > 0xFFFF else 2 for each in text)


def test_the_limit_is_exact() -> None:
    check_size("x" * (LIMIT_BYTES // 2))
    with pytest.raises(ConnectorError, match="413 MessageSizeTooBig"):
        check_size("x" * (LIMIT_BYTES // 2 + 1))


async def test_what_is_too_large_is_refused_at_the_wire() -> None:
    async with open_app() as app:
        told = await app.send(app.teams.chat, "x" * 52_000)
        assert (told.status, told.code) == (413, "MessageSizeTooBig")
        assert (await app.send(app.teams.chat, "x" * 51_000)).status == 201


async def test_markup_that_stays_as_it_is_written_is_complained_of() -> None:
    async with open_app() as app:
        await app.send(app.teams.chat, "# Late\n\n|a|b|\n|---|---|\n|1|2|")
        assert app.teams.complaints == [
            "a heading in the text of a message",
            "a table in the text of a message",
        ]


def test_only_markup_is_complained_of() -> None:
    fenced = "```\n# a comment\n|---|---|\n```"
    assert complaints(message(fenced)) == complaints(message("# x", textFormat="plain")) == []
    assert complaints(message("1 # of 2, a | b, **bold**, [link](https://x.y)")) == []
    assert complaints(message(attachments=[card(block("## x"), block(fenced))])) == [
        "a heading in a text of a card",
        "a fence in a text of a card",
    ]
