"""Files are uploaded and shared once, whatever gets lost on the way."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from adapters.slack import attempts
from core.artifact import Artifact, ArtifactType
from core.chat.surface import Deliverable
from tests.adapters.slack.office import open_office
from tests.adapters.slack.open_door import open_door
from tests.adapters.slack.workspace import Workspace
from tests.adapters.wire.faults import Body
from tests.sample_workflows import write_counter

pytestmark = pytest.mark.doors

COMPLETE = "files.completeUploadExternal"
BODIES: tuple[Body, ...] = ("page", "text", "empty", "broken")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "FIRST_PAUSE_SECONDS", 0.0)


def deliverable(folder: Path) -> Deliverable:
    """A file of a run."""
    content = b"3 lines\n" * 1000
    path = folder / "count.txt"
    path.write_bytes(content)
    artifact = Artifact(
        artifact_id="artifact_file_0000000000000001",
        session_id="session_1",
        workflow_name="line-counter",
        artifact_type=ArtifactType.RESULT,
        name="count.txt",
        kind="file",
        content_type="text/plain",
        size_bytes=len(content),
        sha256=sha256(content).hexdigest(),
        key=path.name,
    )
    return Deliverable(artifact, path)


def shown(slack: Workspace) -> list[tuple[str, ...]]:
    """The files of each message in the channel that has some."""
    return [post.files for post in slack.messages(slack.channel) if post.files]


async def test_a_share_that_got_lost_after_it_was_made_is_none_that_failed(tmp_path: Path) -> None:
    async with open_door(tmp_path) as (slack, door, channel):
        slack.fail(COMPLETE, times=1, reset="after")
        (delivered,) = await door.open(channel).deliver([deliverable(tmp_path)], key="run_1:files")
        assert delivered.place
        assert shown(slack) == [("count.txt",)]
        assert len(slack.calls(COMPLETE)) == 1


async def test_a_share_that_slack_tells_of_late_is_waited_for(tmp_path: Path) -> None:
    async with open_door(tmp_path) as (slack, door, channel):
        slack.fail(COMPLETE, times=1, reset="after")
        slack.fail("files.info", times=3, error="file_not_found")
        (delivered,) = await door.open(channel).deliver([deliverable(tmp_path)], key="run_1:files")
        assert delivered.place
        assert len(slack.calls(COMPLETE)) == 1


async def test_the_files_of_an_answer_are_there_once_though_slacks_word_got_lost(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, dataops_public_url="https://dataops.example") as office:
        slack = office.slack
        slack.fail(COMPLETE, times=1, reset="after")
        text = "Count the lines of this listing"
        said = await slack.mention(slack.ada, slack.channel, text, files=[("july.lst", b"a\nb\nc\n")])
        await office.seen(said.ts, "3 lines.")
        await slack.say(slack.ada, slack.channel, "/dataops pins", thread_ts=said.ts)
        seen = await office.seen(said.ts, "Nothing is pinned")
        assert "could not be" not in seen
        assert [post.files for post in slack.messages(slack.channel, said.ts)].count(("count.txt",)) == 1


async def test_a_share_that_got_lost_before_is_made_again(tmp_path: Path) -> None:
    async with open_door(tmp_path) as (slack, door, channel):
        slack.fail(COMPLETE, times=1, reset="before")
        (delivered,) = await door.open(channel).deliver([deliverable(tmp_path)], key="run_1:files")
        assert delivered.place
        assert shown(slack) == [("count.txt",)]


@pytest.mark.parametrize("body", BODIES)
async def test_a_share_that_slack_has_trouble_with_is_made_again(tmp_path: Path, body: Body) -> None:
    async with open_door(tmp_path) as (slack, door, channel):
        slack.fail(COMPLETE, times=1, status=503, body=body)
        (delivered,) = await door.open(channel).deliver([deliverable(tmp_path)], key="run_1:files")
        assert delivered.place
        assert shown(slack) == [("count.txt",)]


async def test_a_share_that_is_refused_is_told_and_not_tried_again(tmp_path: Path) -> None:
    async with open_door(tmp_path) as (slack, door, channel):
        slack.fail(COMPLETE, times=None, error="restricted_action")
        (delivered,) = await door.open(channel).deliver([deliverable(tmp_path)], key="run_1:files")
        assert "could not be shared" in delivered.problem
        assert len(slack.calls(COMPLETE)) == 1


async def test_nobody_is_told_of_a_failure_where_nothing_is_known(tmp_path: Path) -> None:
    async with open_door(tmp_path) as (slack, door, channel):
        slack.fail("files.info", times=None, error="fatal_error")
        (delivered,) = await door.open(channel).deliver([deliverable(tmp_path)], key="run_1:files")
        assert delivered.place
        assert shown(slack) == [("count.txt",)]


@pytest.mark.parametrize(
    "fault", [{"status": 503}, {"status": 429, "retry_after": 0}, {"reset": "before"}], ids=str
)
async def test_bytes_that_did_not_arrive_are_sent_again(tmp_path: Path, fault: dict[str, Any]) -> None:
    async with open_door(tmp_path) as (slack, door, channel):
        item = deliverable(tmp_path)
        slack.fail("upload_url", times=2, **fault)
        (delivered,) = await door.open(channel).deliver([item], key="run_1:files")
        assert delivered.place
        (file,) = slack.files(slack.channel)
        assert file.content == item.path.read_bytes()
        assert len(slack.calls("upload_url")) == 3


async def test_bytes_that_slack_does_not_want_are_not_sent_again(tmp_path: Path) -> None:
    async with open_door(tmp_path) as (slack, door, channel):
        slack.fail("upload_url", times=None, status=413)
        (delivered,) = await door.open(channel).deliver([deliverable(tmp_path)], key="run_1:files")
        assert "could not be uploaded" in delivered.problem
        assert len(slack.calls("upload_url")) == 1
