"""Files that are offered to one person: whatever gets lost, they get them, and no dead card stays."""

import json
import shutil
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from adapters.teams.door import TeamsDoor
from adapters.teams.onedrive_offers import NOT_ALLOWED, OVER
from adapters.teams.transport import Unsure
from core.access.authorizer import PolicyAuthorizer
from core.chat import errands
from core.chat.surface import Deliverable, Delivered
from core.chat.thread_ref import ChannelRef
from core.errors import PlaceGone
from tests.adapters.teams.connector.payload import JSON
from tests.adapters.teams.connector.post import Post
from tests.adapters.teams.office import Office, open_office, serving

pytestmark = pytest.mark.doors

Patch = pytest.MonkeyPatch
CONSENT = "application/vnd.microsoft.teams.card.file.consent"
LISTING = ("july.lst", b"a\nb\nc\n")
LOST: list[dict[str, Any]] = [{"status": 502}, {"reset": "before"}, {"reset": "after"}]


@pytest.fixture
async def office(tmp_path: Path, monkeypatch: Patch) -> AsyncIterator[Office]:
    """A service that Ada has spoken to, so that it knows her chat."""
    async with open_office(tmp_path, monkeypatch) as office:
        await office.teams.say(office.teams.ada, office.teams.chat, "/dataops pins")
        await office.seen(office.teams.chat, "Nothing is pinned")
        yield office


def items(office: Office, files: Sequence[tuple[str, bytes]]) -> list[Deliverable]:
    """Artifacts of these names, which lie where artifacts do."""
    store, made = office.service.services.artifacts, []
    for number, (name, content) in enumerate(files):
        described = {"session_id": "s", "workflow_name": "w", "identity": f"{number}"}
        artifact_id = store.store_artifact(content, described)
        artifact = store.get_artifact(artifact_id).model_copy(update={"name": name})
        made.append(Deliverable(artifact, store.path(artifact_id)))
    return made


def chat_of(office: Office) -> ChannelRef:
    teams = office.teams
    return ChannelRef(platform="teams", tenant=teams.tenant.id, channel=teams.chat.id)


async def handed_over(office: Office, *files: tuple[str, bytes], run: str = "run_1") -> list[Delivered]:
    """What comes of handing files over in Ada's chat."""
    surface = office.service.doors["teams"].open(chat_of(office).thread("1"))
    return await surface.deliver(items(office, files or [LISTING]), key=f"{run}:files")


def offers(office: Office) -> list[Post]:
    """The cards that can still be answered."""
    return [post for post in office.teams.answers(office.teams.chat) if card_of(post)]


def card_of(post: Post) -> JSON:
    return next((each for each in post.attachments if each["contentType"] == CONSENT), {})


async def offer(office: Office, *files: tuple[str, bytes]) -> Post:
    await handed_over(office, *files)
    return offers(office)[-1]


async def put(office: Office, post: Post) -> bytes:
    """Allow it; what lies in the OneDrive then."""
    teams = office.teams
    await teams.consent(teams.ada, post, accept=True)
    await office.seen(teams.chat, "is in your OneDrive")
    (content,) = teams.files.uploaded().values()
    return content


async def settled(office: Office) -> None:
    """Wait until everything is done about what came in."""
    door = office.service.doors["teams"]
    assert isinstance(door, TeamsDoor)
    await door.settle()


@pytest.mark.parametrize("fault", LOST, ids=str)
async def test_a_question_that_got_lost_is_asked_again(
    office: Office, tmp_path: Path, fault: dict[str, Any]
) -> None:
    office.teams.fail("reply", times=1, **fault)
    office.teams.fail("send", times=1, **fault)
    await handed_over(office)
    assert await put(office, offers(office)[-1]) == LISTING[1]


async def test_files_whose_question_was_not_asked_are_handed_over_again(
    office: Office, tmp_path: Path
) -> None:
    """As a process that ended between the note and the sending left it, or one that the Connector failed."""
    for method in ("reply", "send"):
        office.teams.fail(method, times=None, reset="before")
    with pytest.raises(Unsure):
        await handed_over(office)
    office.teams.heal()
    assert not offers(office)
    async with serving(office.teams, office.service.settings) as office.service:
        (delivered,) = await handed_over(office)
        assert delivered.place
        assert await put(office, offers(office)[-1]) == LISTING[1]


async def test_of_two_cards_of_one_question_none_is_left(office: Office, tmp_path: Path) -> None:
    """The first one stands, and nobody was told."""
    office.teams.fail("reply", times=1, reset="after")
    await handed_over(office)
    first, second = offers(office)
    await put(office, second)
    assert (
        office.teams.message(first).attachments == first.attachments
    )  # nobody knows of it until it is pressed
    await office.teams.consent(office.teams.ada, first, accept=True)
    await office.teams.until(lambda: not offers(office))
    assert len(office.teams.files.uploaded()) == 1
    assert OVER not in "".join(post.text for post in office.teams.answers(office.teams.chat))


async def test_handing_the_same_files_over_again_asks_once(office: Office, tmp_path: Path) -> None:
    for _ in range(2):
        (delivered,) = await handed_over(office)
        assert delivered.place
    assert len(offers(office)) == 1


async def test_files_that_teams_refuses_need_a_link(office: Office, tmp_path: Path) -> None:
    for method in ("reply", "send"):
        office.teams.fail(method, times=1, status=400, error="BadArgument")
    (delivered,) = await handed_over(office)
    assert (delivered.place, delivered.problem) == ("", "")


async def test_where_nobody_is_any_more_that_is_said(office: Office, tmp_path: Path) -> None:
    office.teams.block(office.teams.chat)
    with pytest.raises(PlaceGone):
        await handed_over(office)


def asked_again(office: Office, *, repainted: bool) -> list[Post]:
    """The card when it says why it asks, or when Teams refused to have it say so."""
    (post,) = offers(office)
    refused = [call for call in office.teams.calls("update") if call.outcome not in ("", "ok", "200")]
    told = "interrupted" in card_of(post)["content"]["description"]
    return [post] if told is repainted and bool(refused) is not repainted else []


@pytest.mark.parametrize("repainted", [True, False])
async def test_after_a_process_that_ended_while_it_put_files_there_it_asks_once_more(
    office: Office,
    tmp_path: Path,
    monkeypatch: Patch,
    repainted: bool,  # noqa: FBT001 - a case
) -> None:
    teams, settings = office.teams, office.service.settings
    with teams.hold("upload") as held:
        with monkeypatch.context() as dying:
            async with serving(teams, settings) as office.service:
                post = await offer(office)
                await teams.consent(teams.ada, post, accept=True)
                await held.arrived()
                dying.setattr(errands, "SETTLE_SECONDS", 0.0)
        if not repainted:
            teams.fail("update", times=1, status=400, error="BadArgument")
        async with serving(teams, settings) as office.service:
            (again,) = await teams.until(lambda: asked_again(office, repainted=repainted))
            held.release()
            await teams.consent(teams.ada, again, accept=True)
            await office.seen(teams.chat, "is in your OneDrive")
            assert not offers(office)
            assert set(teams.files.uploaded().values()) == {LISTING[1]}


@pytest.mark.parametrize("accept", [True, False])
async def test_a_card_that_could_not_be_closed_is_closed_by_the_next_process(
    office: Office,
    tmp_path: Path,
    accept: bool,  # noqa: FBT001 - a case
) -> None:
    teams = office.teams
    post = await offer(office)
    teams.fail("update", times=None, status=502)
    await teams.consent(teams.ada, post, accept=accept)
    await settled(office)
    assert offers(office)
    teams.heal()
    async with serving(teams, office.service.settings) as office.service:
        await office.seen(teams.chat, "is in your OneDrive" if accept else "july.lst was not sent.")
        assert not offers(office)
        assert len(teams.files.uploaded()) == accept


async def test_of_several_answers_the_first_counts(office: Office, tmp_path: Path) -> None:
    teams = office.teams
    post = await offer(office)
    with teams.hold("upload") as held:
        await teams.consent(teams.ada, post, accept=True)
        await held.arrived()
        await teams.consent(teams.ada, post, accept=False)
    shown = await office.seen(teams.chat, "is in your OneDrive")
    await settled(office)
    assert "was not sent" not in shown
    assert len(teams.files.uploaded()) == 1


@pytest.mark.parametrize("right", ["artifact.read", "artifact.upload"])
async def test_whoever_lost_a_right_is_told_and_gets_nothing(
    office: Office, tmp_path: Path, monkeypatch: Patch, right: str
) -> None:
    teams, allows = office.teams, PolicyAuthorizer.allows
    post = await offer(office)
    with monkeypatch.context() as lost:
        lost.setattr(PolicyAuthorizer, "allows", lambda *given: right not in given and allows(*given))
        await teams.consent(teams.ada, post, accept=True)
        await office.seen(teams.chat, NOT_ALLOWED)
    assert not offers(office)
    await teams.consent(teams.ada, post, accept=True)
    await settled(office)
    assert not teams.files.uploaded()


async def test_nobody_closes_the_question_of_somebody_else(office: Office, tmp_path: Path) -> None:
    post = await offer(office)
    await office.teams.consent(office.teams.bob, post, accept=False)
    await settled(office)
    assert offers(office) == [post]


async def test_an_empty_file_arrives_packed(office: Office, tmp_path: Path) -> None:
    post = await offer(office, ("empty.csv", b""))
    with ZipFile(BytesIO(await put(office, post))) as packed:
        assert [(each.filename, each.file_size) for each in packed.infolist()] == [("empty.csv", 0)]


async def test_several_files_arrive_as_one_of_the_size_that_was_told_each_under_its_own_name(
    office: Office, tmp_path: Path
) -> None:
    files = [("a.csv", b"1" * 5000), ("A.csv", b"2" * 5000), ("a.csv", b""), ("x/../a", b"3")]
    post = await offer(office, *files)
    content = await put(office, post)
    assert card_of(post)["content"]["sizeInBytes"] == len(content) < 5000
    with ZipFile(BytesIO(content)) as packed:
        names = packed.namelist()
        assert names == ["a.csv", "A (2).csv", "a (3).csv", "a"]
        assert [packed.read(name) for name in names] == [each for _, each in files]


async def test_a_file_without_a_suffix_lies_there_all_the_same(office: Office, tmp_path: Path) -> None:
    assert await put(office, await offer(office, ("README", b"read me"))) == b"read me"
    assert not offers(office)


async def test_what_lies_elsewhere_when_somebody_agrees_is_put_there(office: Office, tmp_path: Path) -> None:
    """As a local copy of an object is removed when others need its room."""
    store = office.service.services.artifacts
    (item,) = items(office, [LISTING])
    copy = item.path.with_name("copy")
    item.path.rename(copy)
    shutil.copyfile(copy, tmp_path / "offered")
    surface = office.service.doors["teams"].open(chat_of(office).thread("1"))
    await surface.deliver([replace(item, path=tmp_path / "offered")], key="run_1:files")
    (tmp_path / "offered").unlink()
    copy.rename(item.path)
    assert store.path(item.artifact.artifact_id) == item.path
    assert await put(office, offers(office)[-1]) == LISTING[1]


async def test_what_is_put_there_is_the_version_that_was_offered(office: Office) -> None:
    post = await offer(office)
    items(office, [("july.lst", b"another night")])
    assert await put(office, post) == LISTING[1]


async def test_what_is_gone_when_somebody_agrees_is_told(office: Office) -> None:
    post = await offer(office, LISTING, ("b.csv", b"1"))
    store, session = office.service.services.artifacts, "s"
    assert store.forget(session)
    await office.teams.consent(office.teams.ada, post, accept=True)
    await office.seen(office.teams.chat, "files.zip could not be put into OneDrive; ask again.")
    await settled(office)
    assert not offers(office)
    assert not office.teams.files.uploaded()


async def test_a_question_of_a_release_that_wrote_paths_down_is_closed(
    office: Office, tmp_path: Path
) -> None:
    post = await offer(office)
    with closing(sqlite3.connect(tmp_path / "home" / "web.db")) as database, database:
        written = json.dumps({"files": [["july.lst", str(tmp_path / "july.lst")]], "size": 6})
        database.execute("UPDATE teams_file_consents SET files = ?", (written,))
    await office.teams.consent(office.teams.ada, post, accept=True)
    await office.seen(office.teams.chat, "july.lst could not be put into OneDrive; ask again.")
    assert not offers(office)


async def test_what_is_over_names_no_file_any_more(office: Office, tmp_path: Path) -> None:
    await put(office, await offer(office))
    await settled(office)
    with closing(sqlite3.connect(tmp_path / "home" / "web.db")) as database:
        (row,) = database.execute("SELECT state, files, decision FROM teams_file_consents")
    assert row == ("over", None, '{"sentence":"july.lst is in your OneDrive."}')
