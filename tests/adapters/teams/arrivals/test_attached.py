"""Files of messages: those that can be fetched, and those that cannot."""

from typing import Any

import pytest

from adapters.teams.arrivals.arrival import arrival
from adapters.teams.arrivals.attached import Obstacle, Unreachable
from adapters.teams.arrivals.message import Message
from adapters.teams.file_hosts import FileHosts
from core.chat.inbound import InboundFile
from tests.adapters.teams.arrivals.recorded import arrived, recorded


def message(name: str, /, **changed: Any) -> Message:
    found = arrived(name, **changed)
    assert isinstance(found, Message)
    return found


def with_file(url: str, **changed: Any) -> Message:
    (file, html) = recorded("message_file")["attachments"]
    content = file["content"] | {"downloadUrl": url}
    return message("message_file", attachments=[file | {"content": content} | changed, html])


def test_a_file_is_announced_and_its_address_told_apart() -> None:
    found = message("message_file")
    (download,) = found.content.attached.downloads
    assert found.inbound.files == (download.file,)
    assert (download.file.name, download.file.size, download.bot_token) == ("july.lst", None, False)
    assert download.url.startswith("https://contoso-my.sharepoint.com/")
    assert found.inbound.text == "count these"


def test_the_token_in_an_address_shows_nowhere() -> None:
    found = message("message_file")
    assert "tempauth" in found.content.attached.downloads[0].url
    assert "tempauth" not in repr(found) + found.inbound.model_dump_json()


def test_a_file_is_found_again_under_the_same_name_when_its_message_is_delivered_again() -> None:
    first, again = (
        message("message_file").inbound.files,
        message("message_file", timestamp="later").inbound.files,
    )
    assert first == again
    assert message("message_file", id="17").inbound.files[0].locator != first[0].locator


def test_a_picture_within_a_message_is_fetched_from_the_service_that_the_message_came_from() -> None:
    found = message("message_picture")
    (download,) = found.content.attached.downloads
    assert (download.bot_token, download.file.name) == (True, "file-1")
    assert download.url.startswith("https://smba.trafficmanager.net/")
    foreign = message("message_picture", serviceUrl="https://smba.infra.gcc.teams.microsoft.com/teams/")
    (lost,) = foreign.content.attached.unreachable
    assert (foreign.inbound.files, lost.obstacle) == ((), Obstacle.ELSEWHERE)


def test_what_cannot_be_fetched_is_told_with_a_reason() -> None:
    found = message("message_files_out_of_reach")
    assert found.inbound.files == ()
    lost = found.content.attached.unreachable
    assert [(each.name, each.obstacle) for each in lost] == [
        ("july.lst", Obstacle.LINKED),
        ("june.lst", Obstacle.NOT_HANDED_OVER),
        ("may.lst", Obstacle.ELSEWHERE),
        ("load", Obstacle.SNIPPET),
        ("memo.mp4", Obstacle.UNKNOWN),
        ("x.png", Obstacle.ELSEWHERE),
    ]
    assert str(lost[0]) == (
        "july.lst is linked, not attached; download it and send it to me in our personal chat."
    )


PLACES = ["a1b2c3d4-0000-4000-8000-000000000001", "a1b2c3d4-0000-4000-8000-000000000002"]


@pytest.mark.parametrize(
    ("ids", "names"),
    [
        (["1732210200000"], []),
        (PLACES[:1], ["The attached file"]),
        (PLACES[:1] * 2, ["The attached file"]),
        (PLACES, ["Attached file 1", "Attached file 2"]),
    ],
)
def test_a_file_of_which_only_the_place_is_told_is_not_passed_over(ids: list[str], names: list[str]) -> None:
    html = "<p>and downstream?</p>" + "".join(f'<attachment id="{each}"></attachment>' for each in ids)
    attachments = [{"contentType": "text/html", "content": html}]
    found = message("message_channel_unaddressed", attachments=attachments)
    lost = found.content.attached.unreachable
    assert [(each.name, each.obstacle) for each in lost] == [
        (name, Obstacle.NOT_HANDED_OVER) for name in names
    ]
    assert found.inbound.text == "and downstream?"
    alone = message("message_personal", attachments=attachments)
    assert alone.content.attached.unreachable == ()


@pytest.mark.parametrize("obstacle", list(Obstacle))
def test_why_a_file_cannot_be_fetched_comes_back_from_the_store(obstacle: Obstacle) -> None:
    lost = Unreachable("july.lst", obstacle)
    assert Unreachable.of(InboundFile.model_validate_json(lost.file.model_dump_json())) == lost


@pytest.mark.parametrize("locator", ["", "x", "LINKED", "unreachable:", "unreachable:OTHER", "0" * 32])
def test_any_other_file_can_be_fetched(locator: str) -> None:
    assert Unreachable.of(InboundFile(name="a", locator=locator)) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://contoso.sharepoint.com/x",
        "https://contoso.sharepoint.com:8443/x",
        "https://contoso.sharepoint.com@evil.example/x",
        "https://evil.example/?x=.sharepoint.com",
        "https://evil.example\\.sharepoint.com/x",
        "https://sharepoint.com.evil.example/x",
        "https://evilsharepoint.com/x",
        "https://contoso.sharepoint.com./x",
        "https://127.0.0.1/x",
        "http://localhost:8080/x",
        "file:///etc/passwd",
        "//contoso.sharepoint.com/x",
        "https://contoso.sharepoint.com/\nx",
        "https://contoso\u3002sharepoint.com/x",
        "https://[::1",
    ],
)
def test_a_file_from_anywhere_else_is_not_fetched(url: str) -> None:
    found = with_file(url)
    assert found.inbound.files == ()
    assert [each.obstacle for each in found.content.attached.unreachable] == [Obstacle.ELSEWHERE]


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/dl", "http://localhost:9/dl", "http://[::1]:9/dl"])
def test_this_machine_has_files_only_where_it_is_allowed(url: str) -> None:
    payload = recorded("message_file")
    payload["attachments"][0]["content"]["downloadUrl"] = url
    found = arrival(payload, FileHosts(loopback=True))
    assert isinstance(found, Message)
    assert [each.url for each in found.content.attached.downloads] == [url]
    assert with_file(url).inbound.files == ()


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"name": "a.lst"}, "a.lst"),
        ({"name": " "}, "file-1.lst"),
        ({"name": None}, "file-1.lst"),
        ({"name": "\ud800.lst"}, "\ufffd.lst"),
    ],
)
def test_a_file_without_a_name_has_another(given: dict[str, Any], name: str) -> None:
    assert with_file("https://contoso-my.sharepoint.com/x", **given).inbound.files[0].name == name


def test_a_file_that_is_named_twice_is_told_once() -> None:
    attachments = recorded("message_file")["attachments"]
    assert len(message("message_file", attachments=attachments * 3).inbound.files) == 1


def test_files_alone_are_a_message() -> None:
    found = message(
        "message_channel_unaddressed", text="", attachments=recorded("message_file")["attachments"][:1]
    )
    assert len(found.inbound.files) == 1
