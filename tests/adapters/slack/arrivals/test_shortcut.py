"""Entries of Slack's menus."""

from adapters.slack.arrivals.ignored import Ignored, Reason
from adapters.slack.arrivals.shortcut import GlobalShortcut, MessageShortcut
from tests.adapters.slack.arrivals.recorded import CHANNEL, TS, arrived, recorded


def test_a_shortcut_on_a_message_brings_its_files_in_the_name_of_who_chose_it() -> None:
    found = arrived("message_action")
    assert isinstance(found, MessageShortcut)
    assert [file.name for file in found.inbound.files] == ["july.lst"]
    assert (found.inbound.actor.id, found.author) == ("U061F7AUR", "U05JAA9EN4T")
    assert found.inbound.thread == CHANNEL.thread("1724966000.000100")
    assert (found.callback, found.ts) == ("analyse", TS)


def test_the_words_of_a_message_are_no_order_of_who_chose_the_shortcut() -> None:
    found = arrived("message_action")
    assert isinstance(found, MessageShortcut)
    assert found.inbound.text == ""
    assert found.content.said.text == "/dataops cancel everything"


def test_a_shortcut_chosen_again_is_another_act() -> None:
    first, same, again = (
        arrived("message_action", **change) for change in ({}, {"trigger_id": "3.4"}, {"action_ts": "9.9"})
    )
    assert isinstance(first, MessageShortcut)
    assert isinstance(same, MessageShortcut)
    assert isinstance(again, MessageShortcut)
    assert first.inbound.act == same.inbound.act != again.inbound.act


def test_a_shortcut_on_a_bots_message_names_the_bot() -> None:
    message = recorded("message_action")["message"] | {"user": None, "bot_id": "B0OTHER"}
    found = arrived("message_action", message=message)
    assert isinstance(found, MessageShortcut)
    assert found.author == "B0OTHER"


def test_a_shortcut_that_belongs_to_no_message() -> None:
    found = arrived("shortcut")
    assert isinstance(found, GlobalShortcut)
    assert (found.callback, found.actor.id) == ("new_request", "U061F7AUR")


def test_a_shortcut_on_nothing_is_malformed() -> None:
    assert arrived("message_action", channel=None) == Ignored(Reason.MALFORMED, "ValueError")
    assert arrived("message_action", message=None, message_ts=None) == Ignored(Reason.MALFORMED, "ValueError")
