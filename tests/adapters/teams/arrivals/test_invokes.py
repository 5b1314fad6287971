"""What waits for an answer: consent to files, and actions on messages."""

from typing import Any

import pytest

from adapters.teams.arrivals.attached import Obstacle
from adapters.teams.arrivals.file_consent import FileConsent
from adapters.teams.arrivals.ignored import Ignored, Reason
from adapters.teams.arrivals.message_action import MessageAction
from tests.adapters.teams.arrivals.recorded import ANN, CARD, CHANNEL, GROUP, ROOT, arrived, recorded


def consent(name: str, /, **changed: Any) -> FileConsent:
    found = arrived(name, **changed)
    assert isinstance(found, FileConsent)
    return found


def action(name: str, /, **changed: Any) -> MessageAction:
    found = arrived(name, **changed)
    assert isinstance(found, MessageAction)
    return found


def test_an_accepted_file_says_where_it_goes_and_what_it_is() -> None:
    found = consent("consent_accept")
    assert (found.actor.id, found.card, found.context) == (ANN, CARD, {"file": "art_1"})
    assert found.upload is not None
    assert (found.upload.name, found.upload.file_type) == ("report.svg", "svg")
    assert found.upload.upload_url.startswith("https://contoso-my.sharepoint.com/")
    assert "tempauth" not in repr(found)


def test_a_declined_file_goes_nowhere() -> None:
    found = consent("consent_decline")
    assert (found.upload, found.context) == (None, {"file": "art_1"})
    value = recorded("consent_accept")["value"] | {"action": "decline"}
    assert consent("consent_accept", value=value).upload is None


def test_every_answer_is_an_act_of_its_own() -> None:
    assert consent("consent_accept").act == consent("consent_accept", timestamp="later").act
    assert consent("consent_accept").act != consent("consent_accept", id="f:other").act


@pytest.mark.parametrize("context", [None, "art_1", [1]])
def test_a_context_that_the_bot_did_not_write_is_empty(context: Any) -> None:
    value = recorded("consent_decline")["value"] | {"context": context}
    assert consent("consent_decline", value=value).context == {}


def test_an_accepted_file_without_a_place_is_malformed() -> None:
    value = recorded("consent_decline")["value"] | {"action": "accept"}
    found = arrived("consent_decline", value=value)
    assert found == Ignored(Reason.MALFORMED, "ValueError", invoke="fileConsent/invoke")


def test_an_action_on_a_message_brings_its_files_in_the_name_of_who_chose_it() -> None:
    found = action("message_action_fetch")
    assert [file.name for file in found.inbound.files] == ["july.lst"]
    assert [each.obstacle for each in found.content.attached.unreachable] == [Obstacle.LINKED]
    assert (found.inbound.actor.id, found.author) == (ANN, "b130c271-d2eb-45f9-83ab-9eb3fe3788bc")
    assert (found.command, found.message, found.opens) == ("analyse", "1611060799999", True)
    assert found.inbound.thread == CHANNEL.thread(ROOT)


def test_the_words_of_a_message_are_no_order_of_who_chose_the_action() -> None:
    found = action("message_action_fetch")
    assert found.inbound.text == ""
    assert found.content.said.text == "@dataops /dataops cancel everything"
    assert [each.text for each in found.content.said.pasted] == ["1\n2\n3"]


def test_a_sent_dialog_brings_what_was_filled_in() -> None:
    found = action("message_action_submit")
    assert (found.opens, found.data) == (False, {"query": "x"})
    assert (found.inbound.channel, found.inbound.thread) == (GROUP, None)
    assert (found.content.said.text, found.author) == ("hi", "c9e8c047-2a74-40a2-b28a-b162d5f5327c")


@pytest.mark.parametrize(
    ("conversation", "reply_to", "thread"),
    [
        (CHANNEL.channel, ROOT, ROOT),
        (CHANNEL.channel, None, "1611060799999"),
        (f"{CHANNEL.channel};messageid=17", ROOT, "17"),
    ],
)
def test_the_thread_is_the_messages(conversation: str, reply_to: str | None, thread: str) -> None:
    value = recorded("message_action_fetch")["value"]
    value["messagePayload"]["replyToId"] = reply_to
    found = action("message_action_fetch", value=value, conversation={"id": conversation})
    assert found.inbound.thread == CHANNEL.thread(thread)
