"""Files that Slack does not get a copy of: they come as links, with the rights of whoever asked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from tests.adapters.slack.office import Office, open_office
from tests.s3 import BUCKET, S3, open_s3
from tests.sample_workflows import write_counter

pytestmark = pytest.mark.doors


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3]:
    with open_s3(monkeypatch) as server:
        yield server


PUBLIC = "https://dataops.example"
LISTING = ("july.lst", b"a\nb\nc\n")


def write_large_counter(folder: Path) -> None:
    """A workflow whose file is larger than a megabyte."""
    write_counter(folder)
    (module,) = folder.rglob("*.py")
    module.write_text(module.read_text().replace('}\\n"', '}\\n" + "x" * 1_500_000'))


async def asked(office: Office) -> str:
    """Ask for the file, and wait for what is said about it."""
    slack = office.slack
    said = await slack.mention(slack.ada, slack.channel, "Count the lines of this listing", files=[LISTING])
    await office.seen(said.ts, "count.txt")
    return str(said.ts)


def link_in(office: Office, thread: str) -> str:
    """The address behind the file's name."""
    (link,) = links_in(office, thread, "until")
    return link


def links_in(office: Office, thread: str, word: str) -> list[str]:
    """The addresses in the post with a word."""
    (post,) = [post for post in office.slack.messages(office.slack.channel, thread) if word in post.text]
    leaves = [leaf for block in post.blocks for part in block["elements"] for leaf in part["elements"]]
    found = [leaf for leaf in leaves if leaf["type"] == "link"]
    assert [link["text"] for link in found] == ["count.txt"]
    return [str(link["url"]) for link in found]


async def status(url: str, office: Office) -> int:
    """What whoever opens a link gets; the public address stands for this service's own."""
    assert url.startswith(f"{PUBLIC}/f/")
    own = office.slack.app_url.removesuffix("/slack/events")
    async with ClientSession() as browser, browser.get(own + url.removeprefix(PUBLIC)) as response:
        return response.status


async def test_a_large_file_is_a_link_until_it_is_taken_back(tmp_path: Path) -> None:
    write_large_counter(tmp_path / "workflows")
    async with open_office(tmp_path, dataops_public_url=PUBLIC, dataops_upload_mb=1) as office:
        thread = await asked(office)
        link = link_in(office, thread)
        assert await status(link, office) == 200
        assert not [file for file in office.slack.files(office.slack.channel) if file.name == "count.txt"]
        await office.slack.say(office.slack.ada, office.slack.channel, "/dataops unlink", thread_ts=thread)
        await office.seen(thread, "taken back: 1")
        assert await status(link, office) == 404


async def test_where_the_policy_wants_no_copies_a_small_file_is_a_link_too(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(
        tmp_path, channel_rights=["workflow.*.invoke", "artifact.read"], dataops_public_url=PUBLIC
    ) as office:
        thread = await asked(office)
        assert await status(link_in(office, thread), office) == 200
        assert not [file for file in office.slack.files(office.slack.channel) if file.name == "count.txt"]


async def test_without_an_address_for_links_it_is_said_what_to_do(tmp_path: Path) -> None:
    write_large_counter(tmp_path / "workflows")
    async with open_office(tmp_path, dataops_upload_mb=1) as office:
        thread = await asked(office)
        await office.seen(thread, "DATAOPS_PUBLIC_URL")


async def test_a_bucket_that_takes_nothing_is_said_in_a_sentence(tmp_path: Path, s3: S3) -> None:
    write_large_counter(tmp_path / "workflows")
    s3.fault = "denied"
    async with open_office(tmp_path, dataops_upload_mb=1, artifact_bucket=BUCKET) as office:
        slack = office.slack
        said = await slack.mention(
            slack.ada, slack.channel, "Count the lines of this listing", files=[LISTING]
        )
        await office.seen(said.ts, "S3 refuses the request (AccessDenied); tell an admin of this bot.")


async def test_without_an_address_a_bucket_holds_the_file_for_minutes(tmp_path: Path, s3: S3) -> None:
    write_large_counter(tmp_path / "workflows")
    async with open_office(tmp_path, dataops_upload_mb=1, artifact_bucket=BUCKET) as office:
        thread = await asked(office)
        (link,) = links_in(office, thread, "for 15 minutes")
        async with ClientSession() as browser, browser.get(link) as response:
            assert (await response.read()).startswith(b"3\n")
        assert "X-Amz-Expires=900" in link


async def test_what_slack_refuses_to_take_becomes_a_link(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, dataops_public_url=PUBLIC) as office:
        office.slack.fail("files.getUploadURLExternal", times=1, error="file_uploads_disabled")
        thread = await asked(office)
        await office.seen(thread, "could not be uploaded")
        assert await status(link_in(office, thread), office) == 200
