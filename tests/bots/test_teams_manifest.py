"""The app package is the one that is documented, and offers what the door does."""

import json
import re
import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from bots.teams_icons import icons
from bots.teams_manifest import WORDS, TeamsApp, manifest
from bots.teams_package import package, run_teams_manifest
from core.command_names import NAMES
from core.errors import UserFacingError
from tests.bots.commandline import dataops
from tests.sample_workflows import write_greeter

FOLDER = Path(__file__).parents[2] / "manifests" / "teams"
PLACEHOLDER = "00000000-0000-0000-0000-000000000000"
APP_ID = "C9E8C047-2a74-40a2-b28a-b162d5f5327c"
HOST = "https://dataops.example.com"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATAOPS_PUBLIC_URL", raising=False)
    monkeypatch.delenv("TEAMS_GRAPH", raising=False)
    monkeypatch.delenv("DATAOPS_WORKFLOWS", raising=False)


def app(address: str = HOST) -> Any:
    return json.loads(manifest(TeamsApp(APP_ID, "1.0.2", address)))


def test_the_folder_is_the_package_for_a_placeholder() -> None:
    with ZipFile(BytesIO(package(TeamsApp(PLACEHOLDER)))) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    kept = {path.name: path.read_bytes() for path in FOLDER.iterdir()}
    assert packed == kept, (
        f"unpack dataops manifest teams --app-id {PLACEHOLDER} -o FILE into manifests/teams"
    )
    assert package(TeamsApp(PLACEHOLDER)) == package(TeamsApp(PLACEHOLDER))


def test_the_command_prints_the_manifest_or_writes_the_package(tmp_path: Path) -> None:
    shown = dataops(tmp_path, "manifest", "teams", "--app-id", PLACEHOLDER)
    assert shown.returncode == 0
    assert shown.stdout == (FOLDER / "manifest.json").read_text(encoding="utf-8")
    assert "example.com" in shown.stderr
    options = ("--app-id", APP_ID, "--app-version", "2.0.0", "-o", "dataops.zip")
    written = dataops(tmp_path, "manifest", "teams", *options, DATAOPS_PUBLIC_URL=f"{HOST}/")
    assert written.stdout == "dataops.zip: upload it to Teams\n"
    assert not written.stderr
    with ZipFile(tmp_path / "dataops.zip") as archive:
        found = json.loads(archive.read("manifest.json"))
        assert set(archive.namelist()) == {"manifest.json", *found["icons"].values()}
    assert (found["version"], found["developer"]["websiteUrl"]) == ("2.0.0", HOST)


def test_wrong_usage_is_told(tmp_path: Path) -> None:
    for options in (
        ["teams"],
        ["slack", "--app-id", APP_ID],
        ["slack", "-o", "dataops.zip"],
        ["slack", "--slash-commands"],
    ):
        assert dataops(tmp_path, "manifest", *options).returncode == 2


def test_the_bot_is_where_the_door_hears_it() -> None:
    (bot,) = app()["bots"]
    assert bot["botId"] == app()["id"] == APP_ID.lower()
    assert bot["scopes"] == ["personal", "team", "groupChat"]
    assert bot["supportsFiles"] is True
    assert app()["validDomains"] == ["dataops.example.com"]
    assert json.loads(manifest(TeamsApp(APP_ID)))["validDomains"] == []


def test_rights_to_messages_are_asked_for_with_the_setting_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for setting, asks in (("off", False), ("read", True), ("read-write", True)):
        monkeypatch.setenv("TEAMS_GRAPH", setting)
        run_teams_manifest(APP_ID, "1.0.2", HOST, tmp_path / "dataops.zip")
        with ZipFile(tmp_path / "dataops.zip") as archive:
            found = json.loads(archive.read("manifest.json"))
        assert ("authorization" in found, "webApplicationInfo" in found) == (asks, asks)
    asked = found["authorization"]["permissions"]["resourceSpecific"]
    assert asked == [
        {"name": "ChannelMessage.Read.Group", "type": "Application"},
        {"name": "ChatMessage.Read.Chat", "type": "Application"},
    ]
    assert found["webApplicationInfo"]["id"] == APP_ID.lower()


def test_the_message_action_is_sent_at_once() -> None:
    (extension,) = app()["composeExtensions"]
    (command,) = extension["commands"]
    assert extension["botId"] == APP_ID.lower()
    assert (command["title"], command["type"], command["context"]) == (
        "Analyse with DataOps",
        "action",
        ["message"],
    )
    assert command["fetchTask"] is False
    assert "parameters" not in command, "with parameters Teams would open a dialog"


def test_commands_are_those_that_can_be_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_greeter(tmp_path)
    monkeypatch.setenv("DATAOPS_WORKFLOWS", str(tmp_path))
    chats, channels = app()["bots"][0]["commandLists"]
    assert WORDS.keys() <= set(NAMES)
    titles = [each["title"] for each in chats["commands"]]
    assert titles[0] == "/dataops help"
    assert {"/dataops parse-jil", "/dataops partition-skew", "/dataops new"} <= set(titles)
    assert [title for title in titles if title != "/dataops new"] == [
        each["title"] for each in channels["commands"]
    ]
    assert (chats["scopes"], channels["scopes"]) == (["personal", "groupChat"], ["team"])


def test_more_commands_than_teams_takes_are_left_to_typing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(14):
        write_greeter(tmp_path, f"greeter_{number:02}")
    monkeypatch.setenv("DATAOPS_WORKFLOWS", str(tmp_path))
    for listed in app()["bots"][0]["commandLists"]:
        assert len(listed["commands"]) == 10
        assert all(len(each["title"]) <= 128 for each in listed["commands"])
        assert all(0 < len(each["description"]) <= 128 for each in listed["commands"])


def test_the_slash_menu_is_offered_with_the_switch_only(tmp_path: Path) -> None:
    plain = app()["bots"][0]
    assert "supportsTargetedMessages" not in plain
    assert not [each for each in plain["commandLists"] if "triggers" in each]
    shown = dataops(tmp_path, "manifest", "teams", "--app-id", APP_ID, "--slash-commands")
    found = json.loads(shown.stdout)
    (bot,) = found["bots"]
    assert found["manifestVersion"] == "devPreview"
    assert found["$schema"].endswith("/teams/vDevPreview/MicrosoftTeams.schema.json")
    assert bot["supportsTargetedMessages"] is True
    *typed, menu = bot["commandLists"]
    assert typed == plain["commandLists"]
    assert (menu["scopes"], menu["triggers"]) == (["team", "groupChat"], ["slash"])


def test_the_slash_menu_has_no_command_about_the_conversation() -> None:
    """They are taken in somebody's own chat, which is another one."""
    found = json.loads(manifest(TeamsApp(APP_ID, slash_commands=True)))
    titles = [each["title"] for each in found["bots"][0]["commandLists"][-1]["commands"]]
    assert titles[0] == "/dataops help"
    assert "/dataops parse-jil" in titles
    assert not {f"/dataops {word}" for word in WORDS if word != "help"} & set(titles)


def test_it_fits_the_schema() -> None:
    """Lengths and names of MicrosoftTeams.schema.json 1.21; the whole of it is asked in tests/e2e/teams."""
    found = app()
    assert found["$schema"].endswith(f"/teams/v{found['manifestVersion']}/MicrosoftTeams.schema.json")
    assert re.fullmatch(r"([0-9]|[1-9]+[0-9]*)(\.([0-9]|[1-9]+[0-9]*)){2}", found["version"])
    assert len(found["name"]["short"]) <= 30
    assert len(found["description"]["short"]) <= 80
    assert len(found["description"]["full"]) <= 4000
    assert len(found["developer"]["name"]) <= 32
    assert all(found["developer"][name].startswith("https://") for name in ("websiteUrl", "privacyUrl"))
    assert re.fullmatch("#[0-9a-fA-F]{6}", found["accentColor"])
    (command,) = found["composeExtensions"][0]["commands"]
    assert len(command["title"]) <= 32
    assert len(command["description"]) <= 128


@pytest.mark.parametrize(("name", "side"), [("color.png", 192), ("outline.png", 32)])
def test_icons_have_the_sizes_of_teams(name: str, side: int) -> None:
    png = icons()[name]
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", png[16:24]) == (side, side)


def test_the_outline_is_white_on_nothing() -> None:
    assert {pixel[:3] for pixel in pixels(icons()["outline.png"], 32) if pixel[3] == 255} == {b"\xff\xff\xff"}
    assert any(pixel[3] == 0 for pixel in pixels(icons()["outline.png"], 32))


def pixels(png: bytes, side: int) -> list[bytes]:
    """The pixels (RGBA) of a small picture."""
    data, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        data += png[at + 8 : at + 8 + length] if png[at + 4 : at + 8] == b"IDAT" else b""
        at += length + 12
    assert png[24:26] == b"\x08\x06", "eight bits, with alpha"
    rows, before = zlib.decompress(data), bytes(side * 4)
    found: list[bytes] = []
    for number in range(side):
        kind, *row = rows[number * (side * 4 + 1) : (number + 1) * (side * 4 + 1)]
        before = unfiltered(kind, bytes(row), before)
        found += [before[x : x + 4] for x in range(0, side * 4, 4)]
    return found


def unfiltered(kind: int, row: bytes, above: bytes) -> bytes:
    """One row without its filter (PNG specification, 9.2)."""
    out = bytearray()
    for x, value in enumerate(row):
        left, up = (out[x - 4] if x > 3 else 0), above[x]
        corner = above[x - 4] if x > 3 else 0
        guess = left + up - corner
        paeth = min((left, up, corner), key=lambda each: abs(guess - each))
        out.append((value + (0, left, up, (left + up) // 2, paeth)[kind]) % 256)
    return bytes(out)


@pytest.mark.parametrize("app_id", ["", "dataops", f"{APP_ID}0", f"{APP_ID}\n", "../../x"])
def test_an_id_that_is_none_is_refused(app_id: str) -> None:
    with pytest.raises(UserFacingError, match="is no application id"):
        TeamsApp(app_id)


@pytest.mark.parametrize("version", ["", "1", "1.0", "1.0.0.0", "01.0.0", "1.0.x", "1.0.0\n"])
def test_a_version_that_is_none_is_refused(version: str) -> None:
    with pytest.raises(UserFacingError, match="is no version"):
        TeamsApp(APP_ID, version)


@pytest.mark.parametrize(
    "url", ["", "dataops.example.com", "http://dataops.example.com", f"{HOST}/api/messages", f"{HOST}?x=1"]
)
def test_an_address_that_teams_cannot_deliver_to_is_refused(url: str) -> None:
    with pytest.raises(UserFacingError, match="Teams cannot deliver to"):
        run_teams_manifest(APP_ID, "1.0.0", url, None)


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="choose another -o"):
        run_teams_manifest(APP_ID, "1.0.0", HOST, tmp_path / "none" / "dataops.zip")
