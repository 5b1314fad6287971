"""Calls of Graph end in an answer of the right shape or in a GraphError, and the token goes nowhere else."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from adapters.teams.graph.client import GraphClient, path
from adapters.teams.graph.graph_error import GraphError
from adapters.teams.graph.shapes import Drive, DriveItem
from tests.adapters.teams.connector import Connector

RIGHT = "Files.Read.All"


def drive(teams: Connector) -> str:
    return path("drives", f"b!{teams.ada.aad}")


async def test_an_answer_is_read(teams: Connector, client: GraphClient) -> None:
    found = await client.get(drive(teams), Drive, right=RIGHT)
    assert found.owner is not None
    assert found.owner.person == teams.ada.aad


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ({"status": 404, "error": "itemNotFound"}, 404),
        ({"status": 500}, 500),
        ({"reset": "before"}, 0),
        ({"status": 429, "retry_after": 3600}, 429),
        ({"status": 200}, 0),
    ],
    ids=str,
)
async def test_whatever_comes_back_is_one_kind_of_error(
    teams: Connector, client: GraphClient, fault: dict[str, Any], status: int
) -> None:
    teams.fail("graph_drive", times=None, **fault)
    with pytest.raises(GraphError) as caught:
        await client.get(drive(teams), Drive, right=RIGHT)
    assert caught.value.status == status
    assert len(teams.calls("graph_drive")) <= 2  # aiohttp itself tries a cut connection again


async def test_an_answer_of_another_shape_is_an_error(teams: Connector, client: GraphClient) -> None:
    with pytest.raises(GraphError, match="malformed"):
        await client.get(drive(teams), _Strict, right=RIGHT)


class _Strict(DriveItem):
    """Has a part that no drive has."""

    never_there: str


async def test_limits_are_waited_for(teams: Connector, client: GraphClient) -> None:
    teams.fail("graph_drive", times=3, status=429, retry_after=0)
    await client.get(drive(teams), Drive, right=RIGHT)
    assert len(teams.calls("graph_drive")) == 4


async def test_a_right_that_is_missing_is_logged_without_the_token(
    teams: Connector, client: GraphClient
) -> None:
    teams.graph.granted.clear()
    with capture_logs() as logged, pytest.raises(GraphError) as caught:
        await client.get(drive(teams), Drive, right=RIGHT)
    assert caught.value.denied
    assert [(line["event"], line["right"], line["code"]) for line in logged] == [
        ("graph_right_missing", RIGHT, "accessDenied")
    ]
    assert "eyJ" not in str(logged)


@given(st.lists(st.text(min_size=1), min_size=1, max_size=4))
def test_no_id_changes_an_address(ids: list[str]) -> None:
    try:
        found = path(*ids)
    except (GraphError, UnicodeEncodeError):
        return
    assert found.count("/") == len(ids)
    assert re.fullmatch(r"(/[A-Za-z0-9%._~-]+)+", found)
    assert not {".", ".."} & set(found.split("/"))
