"""Files of channels and group chats through Microsoft Graph: a whole service, and what it was granted."""

from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from core.artifact import Artifact, ArtifactType
from core.chat.surface import Deliverable
from core.chat.thread_ref import ChannelRef
from tests.adapters.teams.connector import Connector
from tests.adapters.teams.connector.post import Post
from tests.adapters.teams.office import Office, open_office
from tests.sample_workflows import write_counter

pytestmark = pytest.mark.doors

Patch = pytest.MonkeyPatch

MESSAGES = ("ChannelMessage.Read.Group", "ChatMessage.Read.Chat")
READING = (*MESSAGES, "Files.Read.All")
WRITING = (*MESSAGES, "Files.ReadWrite.All")
ASKED = "Count the lines of this listing"
LISTING = ("july.lst", b"a\nb\nc\n")
NOT_HANDED_OVER = "was not handed to me, as Teams hands files only in personal chat"
PUBLIC = "https://dataops.example"


def hosts_of_tokens(teams: Connector) -> set[str]:
    """The hosts of files that saw a token of the bot."""
    return {asked.path for asked in teams.files.asked if "authorization" in asked.headers}


async def asked_for(office: Office, **options: Any) -> Any:
    """Ada's question with a listing, in the channel unless another place is named."""
    place = options.pop("place", office.teams.channel)
    files = options.pop("files", [LISTING])
    return await office.teams.say(office.teams.ada, place, ASKED, mention=True, files=files, **options)


async def test_a_file_of_a_channels_post_is_read(tmp_path: Path, monkeypatch: Patch) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch, teams_graph="read") as office:
        office.teams.graph.grant(*WRITING)
        said = await asked_for(office)
        shown = await office.seen(office.teams.channel, "3 lines.", said)
        assert NOT_HANDED_OVER not in shown
        assert not hosts_of_tokens(office.teams)
        stored = office.service.database.read("SELECT * FROM artifacts")
        assert "july.lst" in str([dict(row) for row in stored])
        await office.seen(office.teams.channel, "count.txt", said)
        assert not office.teams.calls("graph_create")  # only reading was asked for


async def test_a_file_of_a_reply_is_read_and_answers_a_question(tmp_path: Path, monkeypatch: Patch) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch, teams_graph="read") as office:
        teams = office.teams
        teams.graph.grant(*READING)
        said = await asked_for(office, files=())
        await office.seen(teams.channel, "Which listing should I count?", said)
        await teams.say(teams.ada, teams.channel, "here", mention=True, files=[LISTING], reply_to=said)
        await office.seen(teams.channel, "3 lines.", said)


async def test_a_file_of_a_group_chat_is_read_from_its_authors_onedrive(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch, teams_graph="read-write") as office:
        teams = office.teams
        teams.graph.grant(*WRITING)
        with capture_logs() as logged:
            await asked_for(office, place=teams.group)
            await office.seen(teams.group, "3 lines.")
            await office.seen(
                teams.group, "count.txt"
            )  # as a link, or why there is none: a chat has no folder
        assert not [line for line in logged if line["log_level"] == "warning"]
        assert not teams.graph.library.uploaded()


@pytest.mark.parametrize("where", ["channel", "group"])
@pytest.mark.parametrize("drive", ["bob", "other team", "nowhere", "unnamed"])
async def test_a_file_that_only_the_bot_may_read_is_not_read(
    tmp_path: Path, monkeypatch: Patch, where: str, drive: str
) -> None:
    """Whoever writes a message can name any address in it."""
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch, teams_graph="read") as office:
        teams = office.teams
        teams.graph.grant(*READING)
        drives = {
            "bob": f"b!{teams.bob.aad}",
            "other team": f"b!{teams.other_team.group}",
            "nowhere": "b!nobody",
        }
        place = teams.channel if where == "channel" else teams.group
        with teams.hold("graph_message") as held:
            said = await asked_for(office, place=place)
            await held.arrived()
            (file,) = teams.files.files.values()
            teams.graph.library.kept_in[file.id] = drives.get(drive, "")
        await office.seen(place, "july.lst", said if where == "channel" else None)
        assert not teams.calls("graph_content")


@pytest.mark.parametrize(
    ("granted", "missing"),
    [(("Files.Read.All",), "ChannelMessage.Read.Group"), (MESSAGES, "Files.Read.All")],
)
async def test_a_right_that_is_missing_is_named_in_the_log_and_people_are_told_what_to_do(
    tmp_path: Path, monkeypatch: Patch, granted: tuple[str, ...], missing: str
) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch, teams_graph="read") as office:
        office.teams.graph.grant(*granted)
        with capture_logs() as logged:
            said = await asked_for(office)
            await office.seen(office.teams.channel, NOT_HANDED_OVER, said)
        assert missing in [line["right"] for line in logged if line["event"] == "graph_right_missing"]
        assert "eyJ" not in str(logged)


@pytest.mark.parametrize("method", ["graph_message", "graph_folder", "graph_share", "team", "token"])
async def test_whatever_fails_people_are_told_what_to_do(
    tmp_path: Path, monkeypatch: Patch, method: str
) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch, teams_graph="read") as office:
        office.teams.graph.grant(*READING)
        if method == "token":
            office.teams.issued.refused.add("https://graph.microsoft.com")
        else:
            office.teams.fail(method, times=None, status=404)
        said = await asked_for(office)
        await office.seen(office.teams.channel, NOT_HANDED_OVER, said)


async def test_a_file_is_not_fetched_from_a_foreign_host(tmp_path: Path, monkeypatch: Patch) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch, teams_graph="read") as office:
        office.teams.graph.grant(*READING)
        office.teams.graph.foreign = "https://evil.example/download"
        said = await asked_for(office)
        await office.seen(office.teams.channel, "july.lst is not available to me any more", said)


async def test_what_graph_limits_is_asked_again(tmp_path: Path, monkeypatch: Patch) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch, teams_graph="read") as office:
        office.teams.graph.grant(*READING)
        office.teams.fail("graph_message", times=1, status=429, retry_after=0)
        office.teams.fail("graph_content", times=1, status=503, retry_after=0)
        said = await asked_for(office)
        await office.seen(office.teams.channel, "3 lines.", said)
        assert len(office.teams.calls("graph_message")) == 2


async def test_without_the_setting_graph_is_not_asked(tmp_path: Path, monkeypatch: Patch) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch) as office:
        office.teams.graph.grant(*WRITING)
        said = await asked_for(office)
        await office.seen(office.teams.channel, NOT_HANDED_OVER, said)
        assert not [made for made in office.teams.calls() if made.method.startswith("graph")]


async def test_an_answers_files_lie_in_the_channels_folder_and_a_card_leads_there(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    write_counter(tmp_path / "workflows")
    settings: dict[str, Any] = {"teams_graph": "read-write", "dataops_public_url": PUBLIC}
    async with open_office(tmp_path, monkeypatch, **settings) as office:
        teams = office.teams
        teams.graph.grant(*WRITING)
        said = await asked_for(office)
        card = await office.post(teams.channel, "In this channel's files", said)
        ((path, content),) = teams.graph.library.uploaded().items()
        assert path.startswith("DataOps/")
        assert path.endswith("/count.txt")
        assert content == b"3\n"
        assert f"{teams.files.base_url}/sites/team/DataOps/" in str(card.raw)
        again = await asked_for(office)
        await office.post(teams.channel, "In this channel's files", again)
        assert len(teams.graph.library.uploaded()) == 2
        assert not links(office, said)


def links(office: Office, said: Any) -> list[Post]:
    """Posts with links of ours."""
    return [
        post for post in office.teams.answers(office.teams.channel, said) if f"{PUBLIC}/f/" in str(post.raw)
    ]


@pytest.mark.parametrize("method", ["graph_create", "graph_put"])
async def test_what_cannot_be_put_into_the_folder_comes_as_a_link(
    tmp_path: Path, monkeypatch: Patch, method: str
) -> None:
    write_counter(tmp_path / "workflows")
    settings: dict[str, Any] = {"teams_graph": "read-write", "dataops_public_url": PUBLIC}
    async with open_office(tmp_path, monkeypatch, **settings) as office:
        office.teams.graph.grant(*WRITING)
        office.teams.fail(method, times=None, status=403)
        said = await asked_for(office)
        await office.teams.until(lambda: links(office, said))


async def test_handing_the_same_files_over_again_shows_one_card(tmp_path: Path, monkeypatch: Patch) -> None:
    """As after a crash between the delivery and the note that it was made."""
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch, teams_graph="read-write") as office:
        teams, store = office.teams, office.service.services.artifacts
        teams.graph.grant(*WRITING)
        said = await asked_for(office)
        await office.post(teams.channel, "In this channel's files", said)
        row = office.service.database.read(
            "SELECT artifact_id FROM artifacts WHERE record LIKE '%count.txt%'"
        )[0]
        item = Deliverable(store.get_artifact(row[0]), store.path(row[0]))
        channel = ChannelRef(platform="teams", tenant=teams.tenant.id, channel=teams.channel.id)
        surface = office.service.doors["teams"].open(channel.thread(said.id))
        for _ in range(2):
            (delivered,) = await surface.deliver([item], key="run_again:files")
            assert delivered.place
        shown = "\n".join(post.text for post in teams.answers(teams.channel, said))
        assert shown.count("In this channel's files") == 2
        assert len(teams.graph.library.uploaded()) == 2


def deliverable(folder: Path, name: str) -> Deliverable:
    """A file as a workflow made it."""
    path = folder / name
    path.write_text(name)
    artifact = Artifact(
        artifact_id=name,
        session_id="s",
        workflow_name="w",
        artifact_type=ArtifactType.RESULT,
        name=name,
        kind="file",
        content_type="text/plain",
        size_bytes=len(name),
        sha256="",
        key="",
    )
    return Deliverable(artifact, path)


async def placed(office: Office, folder: Path, said: Any, *names: str) -> list[bool]:
    """Hand files over in the channel, always as those of one answer; which of them need no link."""
    teams = office.teams
    channel = ChannelRef(platform="teams", tenant=teams.tenant.id, channel=teams.channel.id)
    surface = office.service.doors["teams"].open(channel.thread(said.id))
    items = [deliverable(folder, name) for name in names]
    return [bool(each.place) for each in await surface.deliver(items, key="run_again:files")]


async def test_a_file_that_arrives_only_when_it_is_tried_again_is_named_too(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    """As after a crash between the card and the note that the files were handed over."""
    async with open_office(tmp_path, monkeypatch, teams_graph="read-write") as office:
        teams = office.teams
        teams.graph.grant(*WRITING)
        said = await teams.say(teams.ada, teams.channel, "/dataops pins", mention=True)
        await office.seen(teams.channel, "Nothing is pinned", said)
        teams.fail("graph_put", times=1, status=403)
        assert await placed(office, tmp_path, said, "one.txt", "two.txt") == [False, True]
        assert await placed(office, tmp_path, said, "one.txt", "two.txt") == [True, True]
        cards = [post.text for post in teams.answers(teams.channel, said) if "two.txt" in post.text]
        assert ["one.txt" in card for card in cards] == [False, True]


async def test_files_that_no_card_names_need_a_link(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch, teams_graph="read-write") as office:
        teams = office.teams
        teams.graph.grant(*WRITING)
        said = await teams.say(teams.ada, teams.channel, "/dataops pins", mention=True)
        await office.seen(teams.channel, "Nothing is pinned", said)
        for method in ("reply", "send"):
            teams.fail(method, times=1, status=400, error="BadArgument")
        assert await placed(office, tmp_path, said, "one.txt") == [False]
        assert await placed(office, tmp_path, said, "one.txt") == [True]
