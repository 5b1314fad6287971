"""Files get into a library whole: small ones at once, large ones in parts, none to a foreign host."""

from pathlib import Path

import pytest

from adapters.teams.file_hosts import FileHosts
from adapters.teams.graph.client import GraphClient
from adapters.teams.graph.graph_error import GraphError
from adapters.teams.graph.upload import Upload
from tests.adapters.teams.connector import Connector
from tests.adapters.teams.graph_service.service import FOLDER

HERE = FileHosts(loopback=True)


def address(teams: Connector, name: str) -> str:
    return f"/drives/b%21{teams.team.group}/items/{FOLDER}:/{name}:"


@pytest.mark.parametrize("content", [b"", b"3\n"], ids=["empty", "small"])
async def test_a_small_file_goes_in_one_request(
    teams: Connector, client: GraphClient, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    put = await Upload(client, HERE).put(tmp_path / "a.txt", address(teams, "a.txt"))
    assert teams.graph.library.uploaded() == {"a.txt": content}
    assert put.web_url.endswith("/a.txt")


async def test_a_large_file_goes_in_parts_without_the_bots_token(
    teams: Connector, client: GraphClient, large: Path
) -> None:
    teams.fail("upload", times=1, status=503, retry_after=0)
    put = await Upload(client, HERE).put(large, address(teams, "large.bin"))
    assert teams.graph.library.uploaded() == {"large.bin": large.read_bytes()}
    assert put.web_url.endswith("/large.bin")
    assert len(teams.calls("upload")) == 3
    assert all("authorization" not in asked.headers for asked in teams.files.asked)


async def test_nothing_is_sent_to_a_foreign_host(teams: Connector, client: GraphClient, large: Path) -> None:
    teams.graph.foreign = "https://evil.example/upload"
    with pytest.raises(GraphError, match="foreign host"):
        await Upload(client, HERE).put(large, address(teams, "large.bin"))


async def test_a_part_that_is_refused_ends_it(teams: Connector, client: GraphClient, large: Path) -> None:
    teams.fail("upload", times=1, status=400)
    with pytest.raises(GraphError):
        await Upload(client, HERE).put(large, address(teams, "large.bin"))
    assert not teams.graph.library.uploaded()
