"""The picture of an answer, where it is asked for."""

from base64 import b64decode
from io import BytesIO
from pathlib import Path
from typing import Any, Literal
from zipfile import ZipFile

import pytest

from adapters.teams.rendering.picture import LARGEST
from tests.adapters.teams.connector import Conversation, Post
from tests.adapters.teams.office import Office, open_office
from tests.adapters.teams.rendering.reading import every
from tests.sample_workflows import write_mapper

pytestmark = pytest.mark.doors

Patch = pytest.MonkeyPatch
PUBLIC = "https://dataops.example"
ASKED = "/dataops road-mapper"
FOUND = "The roads lead to one depot."


def images(post: Post) -> list[dict[str, Any]]:
    return [each for each in every(list(post.cards)) if each.get("type") == "Image"]


async def shown(office: Office, place: Conversation, thread: Any = None) -> Post:
    """Wait for the post with the map; its picture is one that Teams takes, and says what it shows."""
    post = await office.post(place, "map.png", thread)
    (image,) = images(post)
    assert LARGEST.takes(b64decode(image["url"].removeprefix("data:image/png;base64,")))
    assert image["altText"] == FOUND
    return post


async def test_a_large_picture_stands_in_a_channel_and_its_file_is_linked_to(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    write_mapper(tmp_path / "workflows", depots=12)
    async with open_office(tmp_path, monkeypatch, dataops_public_url=PUBLIC) as office:
        teams = office.teams
        said = await teams.say(teams.ada, teams.channel, ASKED, mention=True)
        linked = await office.post(teams.channel, "Files to open here", said)
        (post,) = [each for each in teams.answers(teams.channel, said) if images(each)]
        assert "Made smaller; see map.png." in post.text
        assert "map.png" in linked.text
        assert f"{PUBLIC}/f/" in str(linked.raw)


async def test_in_a_personal_chat_the_file_is_offered_beside_its_picture(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    write_mapper(tmp_path / "workflows", depots=60)
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        await teams.say(teams.ada, teams.chat, ASKED)
        assert "Only a part; see map.png." in (await shown(office, teams.chat)).text
        offer = await office.post(teams.chat, "files.zip")
        await teams.consent(teams.ada, offer, accept=True)
        (packed,) = (await teams.until(teams.files.uploaded)).values()
        with ZipFile(BytesIO(packed)) as archive:
            assert archive.namelist() == ["map.svg", "map.png"]


async def test_a_picture_that_fits_stands_there_itself(tmp_path: Path, monkeypatch: Patch) -> None:
    write_mapper(tmp_path / "workflows", depots=1, pixels=900)
    async with open_office(tmp_path, monkeypatch, dataops_public_url=PUBLIC) as office:
        teams = office.teams
        said = await teams.say(teams.ada, teams.channel, ASKED, mention=True)
        linked = await office.post(teams.channel, "Files to open here", said)
        assert "map.png" not in linked.text
        assert "Made smaller" not in (await shown(office, teams.channel, said)).text


@pytest.mark.parametrize("reset", [None, "after"], ids=["refused", "lost on the way"])
async def test_a_picture_that_does_not_arrive_takes_no_file_with_it(
    tmp_path: Path, monkeypatch: Patch, reset: Literal["after"] | None
) -> None:
    write_mapper(tmp_path / "workflows", depots=12)
    async with open_office(tmp_path, monkeypatch, dataops_public_url=PUBLIC) as office:
        teams = office.teams
        with teams.hold("reply", when="after") as progress:
            said = await teams.say(teams.ada, teams.channel, ASKED, mention=True)
            await progress.arrived()
            answer = teams.hold("reply", when="after")
        with answer:
            await answer.arrived()
            teams.fail("reply", status=400, reset=reset)
        linked = await office.post(teams.channel, "Files to open here", said)
        assert "map.png" in linked.text


async def test_where_files_may_not_leave_no_picture_does(tmp_path: Path, monkeypatch: Patch) -> None:
    write_mapper(tmp_path / "workflows", depots=12)
    rights = ("workflow.*.invoke", "artifact.read")
    async with open_office(tmp_path, monkeypatch, channel_rights=rights, dataops_public_url=PUBLIC) as office:
        teams = office.teams
        said = await teams.say(teams.ada, teams.channel, ASKED, mention=True)
        await office.post(teams.channel, "Files to open here", said)
        assert not [each for each in teams.answers(teams.channel, said) if images(each)]
