"""Files that somebody names, and files of which Slack told only the id."""

from pathlib import Path

import pytest

from adapters.slack.channel_files import SharedFile, named
from adapters.slack.door import SlackDoor
from adapters.slack.workspace import OneWorkspace
from core.chat.inbound import Actor, Inbound, InboundFile
from core.chat.thread_ref import ChannelRef
from core.errors import UserFacingError
from core.storage.database import Database
from tests.adapters.slack.workspace import Workspace, open_workspace
from tests.adapters.slack.workspace.methods.files import new_file

SHARED = [
    SharedFile(InboundFile(name=name, locator=f"T1/F{number}"), "U1", 100 - number)
    for number, name in enumerate(
        ("july.lst", "july.lst", "my july.lst", "JUNE.LST", "LOAD_GL", "a.b", "july.lst.bak", "x(1).lst")
    )
]


@pytest.mark.parametrize(
    ("text", "locators"),
    [
        ("count july.lst", ["T1/F0"]),
        ("count my july.lst and june.lst", ["T1/F2", "T1/F3"]),
        ("count june.lst, july.lst.", ["T1/F3", "T1/F0"]),
        ("count 'july.lst' \"a.b\"", ["T1/F0", "T1/F5"]),
        ("count july.lst.bak", ["T1/F6"]),
        ("count x(1).lst", ["T1/F7"]),
        ("count LOAD_GL", []),
        ("count /data/july.lst s3://bucket/july.lst july.lst/x notjuly.lst", []),
        ("", []),
    ],
)
def test_the_files_whose_names_stand_in_a_text(text: str, locators: list[str]) -> None:
    assert [file.locator for file in named(text, SHARED)] == locators


def message(slack: Workspace, text: str = "", *files: InboundFile) -> Inbound:
    return Inbound(
        id="1",
        act="1",
        channel=ChannelRef(platform="slack", tenant=slack.team, channel=slack.channel),
        actor=Actor(platform="slack", tenant=slack.team, id=slack.ada),
        text=text,
        files=files,
    )


def door(slack: Workspace, folder: Path) -> SlackDoor:
    workspaces = OneWorkspace(slack.bot_token, slack.api_url)
    return SlackDoor(workspaces, Database(folder / "slack.db"), folder / "uploads", slack.api_url)


async def test_a_file_that_came_as_an_id_gets_its_name_before_it_is_fetched(tmp_path: Path) -> None:
    async with open_workspace() as slack:
        shared = new_file(slack.world, slack.ada, "export.lst", b"a\nb\n")
        stub = InboundFile(name=shared.id, locator=f"{slack.team}/{shared.id}")
        opened = door(slack, tmp_path)
        [file] = await opened.files_of(message(slack, "count", stub))
        assert (file.name, file.size) == ("export.lst", 4)
        assert b"".join([chunk async for chunk in opened.fetch(file)]) == b"a\nb\n"


async def test_a_file_that_turns_out_to_be_kept_elsewhere_is_refused_by_name(tmp_path: Path) -> None:
    async with open_workspace() as slack:
        file = new_file(slack.world, slack.ada, "plan.doc", b"")
        file.external_url = "https://elsewhere.example/plan"
        stub = InboundFile(name=file.id, locator=f"{slack.team}/{file.id}")
        with pytest.raises(UserFacingError, match=r"plan\.doc is kept outside Slack"):
            await door(slack, tmp_path).files_of(message(slack, "count", stub))


async def test_a_file_that_nobody_can_tell_of_stays_what_it_is(tmp_path: Path) -> None:
    async with open_workspace() as slack:
        gone = InboundFile(name="F404", locator=f"{slack.team}/F404")
        known = InboundFile(name="july.lst", locator=f"{slack.team}/F405")
        pasted = InboundFile(name="pasted-1.txt", locator=f"{'0' * 32}/0")
        files = await door(slack, tmp_path).files_of(message(slack, "/dataops x y.lst", gone, known, pasted))
        assert list(files) == [gone, known, pasted]
        assert [call.method for call in slack.calls() if call.method.startswith("files.")] == ["files.info"]


@pytest.mark.parametrize(
    "text",
    [
        "/dataops pins",
        "/dataops x s3://b/y.lst",
        "/dataops x .",
        "Count /data/july.lst, e.g. the 2.5 MB of 10.08.2026. Thanks",
        "july.lst/x \\\\host\\july.lst",
    ],
)
async def test_nothing_is_asked_where_the_words_name_no_file(tmp_path: Path, text: str) -> None:
    async with open_workspace() as slack:
        assert list(await door(slack, tmp_path).files_of(message(slack, text))) == []
        assert slack.calls("files.list") == []


@pytest.mark.parametrize(
    "text",
    ["/dataops x july.lst", "count july.lst", 'Count (the "july.lst")!', "count x(1).lst", "see\na.7z"],
)
async def test_the_channels_files_are_asked_for_where_the_words_name_one(tmp_path: Path, text: str) -> None:
    async with open_workspace() as slack:
        await door(slack, tmp_path).files_of(message(slack, text))
        assert len(slack.calls("files.list")) == 1
