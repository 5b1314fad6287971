"""Files that people shared are fetched from Slack alone; of one that is not to be had the truth is told."""

from pathlib import Path
from typing import Any

import pytest

from adapters.slack import attempts
from adapters.slack.door import SlackDoor
from core.chat.inbound import InboundFile
from core.errors import UserFacingError
from tests.adapters.slack.office import open_office
from tests.adapters.slack.open_door import open_door
from tests.adapters.slack.workspace import Workspace
from tests.adapters.slack.workspace.methods.files import new_file
from tests.adapters.slack.workspace.stored_file import StoredFile
from tests.adapters.wire.faults import Body
from tests.sample_workflows import write_counter

pytestmark = pytest.mark.doors

BODIES: tuple[Body, ...] = ("page", "text", "empty", "broken")
CONTENT = bytes(range(256)) * 5000


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "FIRST_PAUSE_SECONDS", 0.0)


def shared(slack: Workspace, content: bytes = CONTENT) -> StoredFile:
    return new_file(slack.world, slack.ada, "july.lst", content)


def announced(slack: Workspace, file: StoredFile) -> InboundFile:
    return InboundFile(name=file.name, locator=f"{slack.team}/{file.id}")


async def content_of(door: SlackDoor, file: InboundFile) -> bytes:
    return b"".join([part async for part in door.fetch(file)])


@pytest.mark.parametrize("method", ["url_private", "files.info"])
@pytest.mark.parametrize(
    "fault", [{"status": 503}, {"status": 429, "retry_after": 0}, {"reset": "before"}], ids=str
)
async def test_a_fault_on_the_way_is_tried_again(tmp_path: Path, method: str, fault: dict[str, Any]) -> None:
    async with open_door(tmp_path) as (slack, door, _):
        file = shared(slack)
        slack.fail(method, times=1, **fault)
        assert await content_of(door, announced(slack, file)) == CONTENT


async def test_an_attached_file_is_analysed_though_slack_was_in_trouble(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack = office.slack
        slack.fail("url_private", times=1, status=503)
        text = "Count the lines of this listing"
        said = await slack.mention(slack.ada, slack.channel, text, files=[("july.lst", b"a\nb\nc\n")])
        await office.seen(said.ts, "3 lines.")


async def test_a_file_whose_bytes_break_off_is_read_on_where_it_broke_off(tmp_path: Path) -> None:
    async with open_door(tmp_path) as (slack, door, _):
        file = shared(slack)
        slack.fail("url_private", times=2, reset="after")
        assert await content_of(door, announced(slack, file)) == CONTENT
        assert len(slack.calls("url_private")) == 3


@pytest.mark.parametrize("method", ["url_private", "files.info"])
@pytest.mark.parametrize("body", BODIES)
async def test_a_file_that_slack_does_not_give_now_is_not_called_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str, body: Body
) -> None:
    monkeypatch.setattr("adapters.slack.client.LOST_RETRIES", 0)
    async with open_door(tmp_path) as (slack, door, _):
        file = shared(slack)
        slack.fail(method, times=None, status=503, body=body)
        with pytest.raises(UserFacingError, match="could not be fetched from Slack; try again"):
            await content_of(door, announced(slack, file))


async def test_a_file_that_slack_does_not_know_is_gone(tmp_path: Path) -> None:
    async with open_door(tmp_path) as (slack, door, _):
        file = shared(slack)
        slack.fail("files.info", error="file_not_found")
        with pytest.raises(UserFacingError, match="not available to me any more"):
            await content_of(door, announced(slack, file))


@pytest.mark.parametrize("status", [302, 404])
async def test_a_file_that_is_not_given_to_the_bot_is_gone(tmp_path: Path, status: int) -> None:
    async with open_door(tmp_path) as (slack, door, _):
        file = shared(slack)
        if status == 302:
            file.shares = {slack.world.add_channel("x", slack.team).id: []}
        else:
            file.content = None
        slack.world.files[file.id] = file
        with pytest.raises(UserFacingError, match="not available to me any more"):
            await content_of(door, announced(slack, file))
        assert len(slack.calls("url_private")) <= 1


@pytest.mark.parametrize(
    "address",
    [
        "http://files.slack.com/a",
        "https://files.slack.com:8443/a",
        "https://files.slack.com.evil.example/a",
        "https://files.slack.com@evil.example/a",
        "http://127.0.0.1:1/a",
        "https://files.slack.com:x/a",
        "https://[/a",
        "//files.slack.com/a",
        "",
    ],
)
async def test_the_token_goes_nowhere_else(tmp_path: Path, address: str) -> None:
    async with open_door(tmp_path) as (slack, door, _):
        file = shared(slack)
        file.external_url = address or "about:blank"
        with pytest.raises(UserFacingError, match="not kept in Slack"):
            await content_of(door, announced(slack, file))
