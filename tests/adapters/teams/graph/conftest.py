"""Graph as the bot calls it, with every right."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.teams.graph.client import GraphClient
from tests.adapters.teams.connector import Connector, open_connector
from tests.adapters.teams.connector.issued import GRAPH


@pytest.fixture
async def teams() -> AsyncIterator[Connector]:
    async with open_connector() as connector:
        connector.graph.grant("ChannelMessage.Read.Group", "ChatMessage.Read.Chat", "Files.ReadWrite.All")
        yield connector


@pytest.fixture
def client(teams: Connector) -> GraphClient:
    async def token() -> str:
        return teams.issued.issue(teams.app_id, teams.tenant.id, GRAPH).token

    return GraphClient(token, teams.graph.base_url)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A file that takes two parts."""
    path = tmp_path / "large.bin"
    path.write_bytes(bytes(range(256)) * 45_000)
    return path
