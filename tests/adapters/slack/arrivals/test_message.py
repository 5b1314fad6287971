"""Messages: whose they are, where they stand, what they say."""

from typing import Any

import pytest

from adapters.slack.arrivals.arrival import arrival
from adapters.slack.arrivals.identity import Identity
from adapters.slack.arrivals.ignored import Ignored, Reason
from adapters.slack.arrivals.message import Message
from tests.adapters.slack.arrivals.recorded import BOT, CHANNEL, TS, arrived, recorded

ROOT = "1724966000.000100"


def message(name: str, **changed: Any) -> Message:
    found = arrived(name, **changed)
    assert isinstance(found, Message)
    return found


@pytest.mark.parametrize(
    ("name", "text", "addressed", "scope", "thread"),
    [
        ("message_mention", "what is upstream of GL_POST?", True, "channel", TS),
        ("app_mention", "what is upstream of GL_POST?", True, "channel", TS),
        ("message_im", "What can you do?", True, "im", TS),
        ("message_mpim", "lunch?", False, "mpim", TS),
        ("message_private_channel", "and downstream?", False, "group", ROOT),
        ("message_thread_reply", "and downstream?", False, "channel", ROOT),
        ("message_thread_broadcast", "and downstream?", False, "channel", ROOT),
        ("message_me", "needs the upstream jobs", False, "channel", TS),
        ("message_file_share", "count these", True, "im", TS),
        ("message_file_share_connect", "count these", True, "channel", TS),
        ("message_bare", "hi & bye", True, "channel", TS),
        ("message_connect_external", "hey", True, "channel", TS),
    ],
)
def test_what_a_person_says(name: str, text: str, addressed: bool, scope: str, thread: str) -> None:  # noqa: FBT001 - a column
    found = message(name)
    assert found.inbound.thread is not None
    told = (found.inbound.text, found.addressed, found.scope, found.inbound.thread.thread)
    assert told == (text, addressed, scope, thread)
    assert found.reply is (thread == ROOT)
    assert found.ts == TS


def test_a_message_and_its_mention_are_one_act_of_two_events() -> None:
    told, mentioned = message("message_mention"), message("app_mention")
    assert told.inbound.act == mentioned.inbound.act == str(CHANNEL.thread(TS))
    assert (told.inbound.id, mentioned.inbound.id) == ("slack:Ev07K61TELMR", "slack:Ev07K61TELMS")
    assert told.inbound.thread == mentioned.inbound.thread
    assert told.inbound.actor == mentioned.inbound.actor


def test_an_edited_mention_is_the_act_of_its_message() -> None:
    edited = message("app_mention_edited")
    assert edited.edited
    assert edited.inbound.act == message("message_mention").inbound.act


@pytest.mark.parametrize(
    ("name", "reason", "detail"),
    [
        ("message_own", Reason.OWN, ""),
        ("message_bot", Reason.OTHER_BOT, "B0OTHER"),
        ("message_bot_user", Reason.OTHER_BOT, "B0OTHER"),
        ("message_slackbot", Reason.SLACKBOT, ""),
        ("message_channel_join", Reason.NOTICE, "channel_join"),
        ("message_assistant_app_thread", Reason.NOTICE, "assistant_app_thread"),
    ],
)
def test_what_no_person_says_to_the_bot_is_ignored(name: str, reason: Reason, detail: str) -> None:
    assert arrived(name) == Ignored(reason, detail)


@pytest.mark.parametrize(
    "author",
    [
        {"user": BOT.user},
        {"bot_id": BOT.bot},
        {"subtype": "bot_message", "user": None, "bot_id": BOT.bot},
        {"bot_id": "B0OFANOTHERWORKSPACE", "app_id": BOT.app},
    ],
)
def test_the_bot_knows_itself_by_any_of_its_ids(author: dict[str, Any]) -> None:
    assert arrived("message_mention", **author) == Ignored(Reason.OWN)


def test_an_id_that_is_not_known_recognises_nobody() -> None:
    payload = recorded("message_bot_user", app_id="")
    assert arrival(payload, Identity(BOT.user)) == Ignored(Reason.OTHER_BOT, "B0OTHER")
    assert isinstance(arrival(recorded("message_im", app_id=""), Identity(BOT.user)), Message)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"hidden": True}, Reason.HIDDEN),
        ({"subtype": "message_replied"}, Reason.NOTICE),
        ({"subtype": "reminder_add"}, Reason.NOTICE),
        ({"subtype": "channel_topic"}, Reason.NOTICE),
        ({"subtype": "slackbot_response"}, Reason.SLACKBOT),
        ({"text": "", "blocks": None}, Reason.EMPTY),
        ({"text": None, "blocks": []}, Reason.EMPTY),
        ({"user": None}, Reason.MALFORMED),
        ({"ts": None}, Reason.MALFORMED),
        ({"channel": ""}, Reason.MALFORMED),
    ],
)
def test_why_a_message_is_ignored(changed: dict[str, Any], reason: Reason) -> None:
    found = arrived("message_thread_reply", **changed)
    assert isinstance(found, Ignored)
    assert found.reason is reason


def test_a_mention_alone_is_a_message() -> None:
    assert message("app_mention", text=f"<@{BOT.user}>", blocks=None).inbound.text == ""


def test_the_same_message_says_the_same_without_rich_text() -> None:
    assert message("message_mention", blocks=None).inbound.text == message("message_mention").inbound.text


def test_what_is_shown_counts_where_text_and_rich_text_differ() -> None:
    found = message("message_im", text="/dataops cancel everything")
    assert found.inbound.text == "What can you do?"


def test_rich_text_reads_as_it_is_shown() -> None:
    assert message("message_rich_text").inbound.text == (
        '#night-batch :cat: @ann the runbook says "run LOAD_GL_" and GL_*\n'
        "- first\n- @S0OPS\n  3. third\n> one\n> two\n@here 2024-07-11 #F405B3"
    )


@pytest.mark.parametrize("channel", ["D024BE7RE", "C024BE91L", "G024BE91L"])
def test_without_a_channel_type_the_id_tells_a_conversation_with_the_bot(channel: str) -> None:
    found = message("message_im", channel=channel, channel_type=None)
    assert found.addressed is channel.startswith("D")


def test_files_and_words_of_somebody_else_in_a_forwarded_message() -> None:
    found = message("message_forwarded")
    assert found.inbound.text == "look at this"
    assert [file.name for file in found.inbound.files] == ["forwarded.lst"]
    assert [each.text for each in found.content.said.pasted] == ["a\nb\nc"]


def test_a_link_with_a_preview_forwards_nothing() -> None:
    event = recorded("message_forwarded")["event"]
    found = message("message_forwarded", attachments=[event["attachments"][0] | {"is_share": False}])
    assert (found.inbound.files, found.content.said.pasted) == ((), ())


def test_a_fenced_block_is_material_character_for_character() -> None:
    found = message("message_code_block")
    assert found.inbound.text == "check this\n\nthanks"
    (pasted,) = found.content.said.pasted
    assert pasted.name == "pasted-1.txt"
    assert pasted.text == "CREATE TABLE “gl”\n  (id int,\n  name text) -- see https://example.com/gl"


def test_the_name_that_a_profile_gives() -> None:
    assert message("app_mention_connect_grid").inbound.actor.name == "Ann Other"
    assert message("message_mention").inbound.actor.name == ""
