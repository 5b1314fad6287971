"""Edits and deletions."""

from typing import Any

from adapters.slack.arrivals.changes import Deleted, Edited
from adapters.slack.arrivals.ignored import Ignored, Reason
from adapters.slack.arrivals.message import Message
from tests.adapters.slack.arrivals.recorded import CHANNEL, TS, arrived, recorded


def test_an_edit_of_words_is_told_and_starts_nothing() -> None:
    edited = arrived("message_changed_words")
    assert isinstance(edited, Edited)
    assert edited.message.inbound.text == "upstream of GL_POST?"
    assert edited.message.inbound.act == str(CHANNEL.thread(TS))


def test_an_edit_that_names_the_bot_for_the_first_time_is_a_message() -> None:
    found = arrived("message_changed_mention_added")
    assert isinstance(found, Message)
    assert (found.addressed, found.edited) == (True, True)
    mentioned = arrived("app_mention_edited")
    assert isinstance(mentioned, Message)
    assert found.inbound.act == mentioned.inbound.act


def test_an_edit_of_a_message_that_named_the_bot_before_starts_nothing() -> None:
    event = recorded("message_changed_mention_added")["event"]
    before = event["message"] | {"text": "<@U0LAN0Z89> upstream of GL_POT?", "blocks": None}
    assert isinstance(arrived("message_changed_mention_added", previous_message=before), Edited)


def test_a_preview_of_a_link_is_no_edit() -> None:
    assert arrived("message_changed_unfurl") == Ignored(Reason.UNCHANGED)


def test_a_file_that_is_taken_away_is_an_edit() -> None:
    event = recorded("message_changed_unfurl")["event"]
    before = event["previous_message"] | {"files": [{"id": "F1", "name": "a.lst"}]}
    assert isinstance(arrived("message_changed_unfurl", previous_message=before), Edited)


def test_repaints_of_the_bot_are_its_own() -> None:
    assert arrived("message_changed_own") == Ignored(Reason.OWN)


def deleted(name: str, **changed: Any) -> Deleted:
    found = arrived(name, **changed)
    assert isinstance(found, Deleted)
    return found


def test_a_deleted_message_names_its_act_and_its_thread() -> None:
    found = deleted("message_deleted")
    assert (found.thread, found.ts) == (CHANNEL.thread("1724966000.000100"), TS)
    assert found.act == str(CHANNEL.thread(TS))
    assert not found.own


def test_a_deleted_post_of_the_bot_is_told_as_such() -> None:
    assert deleted("message_deleted_own").own


def test_a_deletion_that_does_not_tell_what_it_was() -> None:
    assert deleted("message_deleted", previous_message=None).thread == CHANNEL.thread(TS)


def test_of_a_deleted_message_with_replies_a_gravestone_is_left() -> None:
    found = deleted("message_changed_tombstone")
    assert (found.thread, found.act) == (CHANNEL.thread(TS), str(CHANNEL.thread(TS)))
