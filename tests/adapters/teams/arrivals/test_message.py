"""Messages: where they stand, whom they are for, what they say."""

from typing import Any

import pytest

from adapters.teams.arrivals.ignored import Ignored, Reason
from adapters.teams.arrivals.message import Message
from adapters.teams.arrivals.reference import Reference
from core.chat.thread_ref import ChannelRef
from tests.adapters.teams.arrivals.recorded import (
    ANN,
    BOT,
    CHANNEL,
    GROUP,
    MESSAGE,
    ROOT,
    TEAM,
    TENANT,
    arrived,
    recorded,
)


def message(name: str, /, **changed: Any) -> Message:
    found = arrived(name, **changed)
    assert isinstance(found, Message)
    return found


@pytest.mark.parametrize(
    ("name", "text", "addressed", "scope", "thread"),
    [
        ("message_personal", "What can you do?", True, "personal", None),
        ("message_personal_plain", "What can you do & why?", True, "personal", None),
        ("message_rich", "Hello TestBot. Sending bold-italic rich text.", True, "personal", None),
        ("message_group", "upstream of GL_POST?", True, "group", None),
        ("message_channel_post", "upstream of GL_POST?", True, "channel", MESSAGE),
        ("message_channel_reply", "and downstream?", True, "channel", ROOT),
        ("message_channel_unaddressed", "and downstream?", False, "channel", ROOT),
        ("message_two_mentions", "@Ann Other asked about it", True, "group", None),
        ("message_targeted", "parse-list july", True, "group", None),
        ("message_meeting", "hi", True, "group", None),
        ("message_playground", "hello", True, "personal", None),
        ("message_quoted_reply", "the second one", True, "personal", None),
        ("message_quoted_entity", "the second one", True, "personal", None),
    ],
)
def test_what_a_person_says(name: str, text: str, addressed: bool, scope: str, thread: str | None) -> None:  # noqa: FBT001 - a column
    found = message(name)
    told = found.inbound.thread.thread if found.inbound.thread else None
    assert (found.inbound.text, found.addressed, found.scope, told) == (text, addressed, scope, thread)
    assert found.reply is (thread == ROOT)
    assert found.targeted is found.unseen is (name == "message_targeted")


def test_with_one_person_alone_nothing_is_hidden_from_others() -> None:
    recipient = recorded("message_personal")["recipient"] | {"isTargeted": True}
    found = message("message_personal", recipient=recipient)
    assert (found.targeted, found.unseen) == (True, False)


def test_a_message_is_one_act_however_often_it_is_delivered() -> None:
    found = message("message_channel_reply")
    act = f"teams:{TENANT}:19%3A6decf54d86d945e4b3924b63a9161a78@thread.tacv2:{MESSAGE}"
    assert (found.inbound.id, found.inbound.act, found.message) == (act, act, MESSAGE)
    assert found.inbound.channel == CHANNEL
    assert message("message_channel_reply", timestamp="later").inbound.act == act


def test_a_person_is_known_by_the_id_of_the_directory() -> None:
    assert str(message("message_group").inbound.actor) == f"teams:{TENANT}:{ANN}"
    assert message("message_group").inbound.actor.name == "Ann Bowen"
    guest = message("message_group", sender={"id": "29:guest", "name": "  "})
    assert (guest.inbound.actor.id, guest.inbound.actor.name) == ("29:guest", "")


def test_tenants_are_kept_apart() -> None:
    other = message("message_group", channelData={"tenant": {"id": "other"}})
    assert other.inbound.channel == ChannelRef(platform="teams", tenant="other", channel=GROUP.channel)
    assert other.inbound.act != message("message_group").inbound.act
    assert other.reference.tenant == "other"
    told_once = message("message_group", channelData=None)
    assert told_once.inbound.channel == GROUP


def test_what_is_needed_to_answer_later_comes_along() -> None:
    assert message("message_channel_reply").reference == Reference(
        service_url="https://smba.trafficmanager.net/amer/",
        tenant=TENANT,
        scope="channel",
        conversation=f"{CHANNEL.channel};messageid={ROOT}",
        bot=BOT,
        bot_name="dataops",
        user=recorded("message_channel_reply")["from"]["id"],
        locale="en-US",
        team=TEAM,
    )


@pytest.mark.parametrize(
    ("conversation", "scope", "thread"),
    [
        ({"id": "a:1ktMf", "conversationType": None}, "personal", None),
        ({"id": "19:x@thread.tacv2;messageid=17"}, "channel", "17"),
        ({"id": "19:x@thread.skype"}, "channel", MESSAGE),
        ({"id": "19:x@thread.v2"}, "group", None),
        ({"id": "19:a_b@unq.gbl.spaces"}, "group", None),
        ({"id": "19:x@thread.v2;messageid=17", "conversationType": "groupChat"}, "group", None),
    ],
)
def test_without_its_kind_the_id_tells_what_a_conversation_is(
    conversation: dict[str, Any], scope: str, thread: str | None
) -> None:
    found = message("message_group", conversation=conversation)
    told = found.inbound.thread.thread if found.inbound.thread else None
    assert (found.scope, told) == (scope, thread)
    assert ";" not in found.inbound.channel.channel


def test_who_is_named_is_told_by_teams_and_not_by_the_words() -> None:
    impostor = {
        "type": "mention",
        "mentioned": {"id": "29:mallory", "name": "dataops"},
        "text": "<at>dataops</at>",
    }
    found = message("message_group", entities=[impostor])
    assert (found.addressed, found.inbound.text) == (False, "@dataops upstream of GL_POST?")
    typed = message("message_channel_unaddressed", text="<at>dataops</at> hi", attachments=[])
    assert (typed.addressed, typed.inbound.text) == (False, "<at>dataops</at> hi")


def test_a_namesake_beside_the_bot_stays_in_the_words() -> None:
    event = recorded("message_two_mentions")
    event["entities"][0]["text"] = "<at>dataops</at>"
    html = event["attachments"][0]["content"].replace("Ann Other", "dataops")
    found = message(
        "message_two_mentions",
        entities=event["entities"],
        attachments=[{"contentType": "text/html", "content": html}],
    )
    assert (found.addressed, found.inbound.text) == (True, "@dataops asked about it")


@pytest.mark.parametrize("html", ["<p>dataops upstream of GL_POST?</p>", "<div>" * 400, "", "<img>"])
def test_words_come_from_the_text_where_the_html_does_not_name_the_bot(html: str) -> None:
    found = message("message_group", attachments=[{"contentType": "text/html", "content": html}])
    assert (found.addressed, found.inbound.text) == (True, "upstream of GL_POST?")


@pytest.mark.parametrize(
    "odd",
    [
        {"type": "mention"},
        {"type": "mention", "text": "<at>Ann Other</at>", "mentioned": None},
        {"type": "mention", "text": "<at>Ann Other</at>", "mentioned": {"name": "Ann Other"}},
        {"type": "mention", "text": "<at>Ann Other</at>", "mentioned": {"id": "29:x/../y"}},
        {"type": "mention", "text": 7, "mentioned": {"id": "29:x"}},
        {"type": "Mention", "mentioned": []},
    ],
)
def test_an_odd_mention_names_nobody_and_the_question_counts(odd: dict[str, Any]) -> None:
    event = recorded("message_two_mentions")
    for beside in ([odd, *event["entities"]], [*event["entities"], odd]):
        found = message("message_two_mentions", entities=beside)
        assert (found.addressed, found.inbound.text) == (True, "@Ann Other asked about it")
    alone = message("message_personal_plain", entities=[odd])
    assert alone.inbound.text == "What can you do & why?"


def test_an_odd_mention_keeps_its_place() -> None:
    """Of two namesakes the words name one by its place."""
    event = recorded("message_two_mentions")
    ann, bot = event["entities"][:2]
    namesake = ann | {"mentioned": ann["mentioned"] | {"id": "29:another"}}
    html = event["attachments"][0]["content"].replace('itemid="1"', 'itemid="3"').replace('"0"', '"1"')
    found = message(
        "message_two_mentions",
        entities=[{"type": "mention"}, ann, namesake, bot],
        attachments=[{"contentType": "text/html", "content": html}],
    )
    assert found.content.said.named == {"@Ann Other": ann["mentioned"]["id"]}


def test_a_mention_alone_is_a_message() -> None:
    found = message("message_group", text="<at>dataops</at>", attachments=[])
    assert (found.inbound.text, found.addressed) == ("", True)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"text": "", "attachments": []}, Reason.EMPTY),
        ({"text": None, "attachments": None}, Reason.EMPTY),
        ({"id": None}, Reason.MALFORMED),
        ({"sender": None}, Reason.MALFORMED),
        ({"recipient": None}, Reason.MALFORMED),
        ({"conversation": {"id": "19:x/../../y"}}, Reason.MALFORMED),
        ({"conversation": {"id": "19:x?y"}}, Reason.MALFORMED),
        ({"serviceUrl": None}, Reason.MALFORMED),
    ],
)
def test_why_a_message_is_ignored(changed: dict[str, Any], reason: Reason) -> None:
    found = arrived("message_channel_unaddressed", **changed)
    assert isinstance(found, Ignored)
    assert found.reason is reason


def test_code_is_material_character_for_character() -> None:
    found = message("message_code_block")
    assert found.inbound.text == "check this\n\nthanks"
    (pasted,) = found.content.said.pasted
    assert (pasted.name, pasted.text) == (
        "pasted-1.txt",
        "CREATE TABLE “gl”\n  (id int,\n  name text) -- a < b & c",
    )


def test_a_pasted_table_is_material_with_tabs_between_its_cells() -> None:
    found = message("message_table")
    assert found.inbound.text == "what of these?"
    assert [each.text for each in found.content.said.pasted] == ["job\tstate\nGL_POST\tfailed\nGL_LOAD\tok"]


def test_words_of_somebody_else_in_a_forwarded_message_are_no_order() -> None:
    found = message("message_forwarded")
    assert found.inbound.text == "look at this"
    assert [each.text for each in found.content.said.pasted] == ["a\nb\nc"]
