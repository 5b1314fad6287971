"""Files of messages: those that can be fetched, and those that cannot."""

from typing import Any

import pytest

from adapters.slack.arrivals.attached import Attached, Obstacle
from adapters.slack.arrivals.file_locator import FileLocator
from adapters.slack.arrivals.message import Message
from core.chat.inbound import InboundFile
from tests.adapters.slack.arrivals.recorded import TEAM, arrived


def attached(*files: dict[str, Any]) -> Attached:
    found = arrived("message_file_share", files=list(files))
    assert isinstance(found, Message)
    assert found.inbound.files == found.content.attached.files
    return found.content.attached


def test_a_file_is_announced_with_name_size_and_where_to_ask_for_it() -> None:
    found = arrived("message_file_share")
    assert isinstance(found, Message)
    locator = str(FileLocator(TEAM, "F04EEHX1EES"))
    assert found.inbound.files == (InboundFile(name="july.lst", locator=locator, size=48213),)


def test_no_address_of_a_message_is_kept() -> None:
    (file,) = attached({"id": "F1", "name": "a", "url_private": "https://evil.example/a"}).files
    assert "evil" not in file.model_dump_json()


def test_a_stub_of_a_shared_channel_can_be_fetched_once_its_name_is_asked() -> None:
    found = arrived("message_file_share_connect")
    assert isinstance(found, Message)
    (stub,) = found.content.attached.stubs
    assert found.inbound.files == (stub,)
    assert (stub.name, stub.size) == ("F12345678", None)


def test_what_cannot_be_fetched_is_told_with_a_reason() -> None:
    found = arrived("message_files_out_of_reach")
    assert isinstance(found, Message)
    lost = found.content.attached.unreachable
    assert [(each.name, each.obstacle) for each in lost] == [
        ("batch.xlsx", Obstacle.EXTERNAL),
        ("Runbook", Obstacle.DOCUMENT),
        ("F03", Obstacle.DELETED),
        ("F04", Obstacle.HIDDEN),
        ("secret.lst", Obstacle.DENIED),
    ]
    assert str(lost[0]) == ("batch.xlsx is kept outside Slack; download it and attach the file itself.")
    assert [file.name for file in found.inbound.files] == ["snippet.sql"]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"name": "a.lst", "title": "A"}, "a.lst"),
        ({"name": None, "title": "A listing"}, "A listing"),
        ({"name": " ", "title": ""}, "F1"),
        ({}, "F1"),
        ({"name": "\ud800.lst"}, "\ufffd.lst"),
    ],
)
def test_a_file_without_a_name_has_another(given: dict[str, Any], name: str) -> None:
    assert attached({"id": "F1", **given}).files[0].name == name


@pytest.mark.parametrize(
    ("size", "told"), [(0, 0), (None, None), (-1, None), (1 << 40, 1 << 40), (1 << 64, None)]
)
def test_the_size_is_told_if_it_is_one(size: int | None, told: int | None) -> None:
    assert attached({"id": "F1", "size": size}).files[0].size == told


def test_a_file_that_is_named_twice_is_told_once() -> None:
    file, stub, lost = {"id": "F1"}, {"id": "F2", "mode": "file_access"}, {"id": "F3", "mode": "external"}
    found = attached(file, stub, lost, file, stub, lost)
    assert (len(found.files), len(found.stubs), len(found.unreachable)) == (2, 1, 1)


@pytest.mark.parametrize(
    "text", ["", "\0", "x" * 5000, "T1", "T1/", "/F1", "T1/F1/..", "T1/F 1", "T1/../F1\n"]
)
def test_a_locator_of_something_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="file id"):
        FileLocator.parse(text)


def test_a_locator_round_trips() -> None:
    locator = FileLocator("T1", "F1")
    assert FileLocator.parse(str(locator)) == locator
