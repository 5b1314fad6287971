"""The files of an answer lie together in a folder of their own, each under a name that SharePoint takes."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.teams.arrivals.reference import Reference
from adapters.teams.conversations import Conversations
from adapters.teams.file_hosts import FileHosts
from adapters.teams.graph.channel_folder import ChannelFolder
from adapters.teams.graph.client import GraphClient
from adapters.teams.graph.places import Places
from adapters.teams.graph.team_groups import TeamGroups
from adapters.teams.service_hosts import ServiceHosts
from core.artifact import Artifact, ArtifactType
from core.chat.surface import Deliverable
from core.chat.thread_ref import ChannelRef
from core.storage.database import Database
from tests.adapters.teams.connector import Connector


@pytest.fixture
def channel(teams: Connector) -> ChannelRef:
    return ChannelRef(platform="teams", tenant=teams.tenant.id, channel=teams.channel.id)


@pytest.fixture
def folder(teams: Connector, client: GraphClient, channel: ChannelRef, tmp_path: Path) -> ChannelFolder:
    conversations = Conversations(Database(tmp_path / "teams.db"))
    conversations.remember(
        channel,
        Reference(
            service_url=teams.tenant.service_url,
            tenant=teams.tenant.id,
            scope="channel",
            conversation=teams.channel.id,
            bot=f"28:{teams.app_id}",
            bot_name="DataOps",
            user="",
            locale="",
            team=teams.team.id,
        ),
    )

    async def token() -> str:
        return teams.issued.issue(teams.app_id, teams.tenant.id).token

    groups = TeamGroups(token, ServiceHosts(hosts=(), loopback=True))
    return ChannelFolder(client, Places(client, conversations, groups), FileHosts(loopback=True))


def file(tmp_path: Path, number: int, name: str) -> Deliverable:
    path = tmp_path / f"{number}"
    path.write_bytes(f"{number}".encode())
    artifact = Artifact(
        artifact_id=f"artifact_{number}",
        session_id="s",
        workflow_name="w",
        artifact_type=ArtifactType.RESULT,
        name=name,
        kind="file",
        content_type="text/plain",
        size_bytes=1,
        sha256="",
        key="",
        created_at=datetime(2026, 11, 21, tzinfo=UTC),
    )
    return Deliverable(artifact, path)


async def test_putting_them_there_again_changes_nothing(
    teams: Connector, folder: ChannelFolder, channel: ChannelRef, tmp_path: Path
) -> None:
    items = [file(tmp_path, 1, "count.txt"), file(tmp_path, 2, "COUNT.txt"), file(tmp_path, 3, "count.txt")]
    first = await folder.put(channel, items, "run_1:files")
    there = teams.graph.library.uploaded()
    assert await folder.put(channel, items, "run_1:files") == first
    assert teams.graph.library.uploaded() == there
    (home,) = {path.rpartition("/")[0] for path in there}
    assert home.startswith("DataOps/2026-11-21 ")
    assert {path.removeprefix(f"{home}/"): content for path, content in there.items()} == {
        "count.txt": b"1",
        "COUNT (2).txt": b"2",
        "count (3).txt": b"3",
    }


async def test_another_answer_has_another_folder(
    teams: Connector, folder: ChannelFolder, channel: ChannelRef, tmp_path: Path
) -> None:
    for run in ("run_1:files", "run_2:files"):
        await folder.put(channel, [file(tmp_path, 1, "count.txt")], run)
    assert len(teams.graph.library.uploaded()) == 2
    assert len(teams.calls("team")) == 1  # the group of a team never changes


@pytest.mark.parametrize(
    "name",
    ["../../x", 'a:b*c?"<>|.txt', "a%2F..%2Fb", "a#b?.txt", "\u202etxt.exe", "\ud800.txt", "...", "é ü.txt"],
)
async def test_no_name_leads_elsewhere(
    teams: Connector, folder: ChannelFolder, channel: ChannelRef, tmp_path: Path, name: str
) -> None:
    put = await folder.put(channel, [file(tmp_path, 1, name)], "run_1:files")
    assert len(put) == 1
    (path,) = teams.graph.library.uploaded()
    assert path.count("/") == 2


async def test_one_file_that_fails_does_not_keep_the_others_away(
    teams: Connector, folder: ChannelFolder, channel: ChannelRef, tmp_path: Path
) -> None:
    teams.fail("graph_put", times=1, status=507)
    items = [file(tmp_path, 1, "a.txt"), file(tmp_path, 2, "b.txt")]
    assert list(await folder.put(channel, items, "run_1:files")) == ["artifact_2"]
