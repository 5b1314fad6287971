"""An answer that is shown in a chat with one person while a model writes it: it stands once."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from adapters.teams import streamed_message
from adapters.teams.streamed_message import UNFINISHED, WRITING
from tests.adapters.essay import ASK, FINDING, FIRST, LAST, NO_LEDGER, PARTS, SECOND, Gates
from tests.adapters.teams.connector.payload import JSON
from tests.adapters.teams.connector.post import Post
from tests.adapters.teams.office import Office, open_office, serving
from tests.sample_workflows import asking, write_writer

pytestmark = pytest.mark.doors

Patch = pytest.MonkeyPatch
REFUSED: dict[str, Any] = {"status": 403, "error": "ContentStreamNotAllowed"}


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: Patch) -> None:
    monkeypatch.setattr(streamed_message, "LEAST_SECONDS", 0.0)


@pytest.fixture
def gates(tmp_path: Path) -> Gates:
    return Gates(tmp_path / "gates")


async def ask(office: Office) -> None:
    await office.teams.say(office.teams.ada, office.teams.chat, ASK)


def answers(office: Office) -> list[Post]:
    """What stands in the chat below the progress card."""
    return office.teams.answers(office.teams.chat)[1:]


def streamed(office: Office) -> list[JSON]:
    """What was sent of streams: the text and the entity that says what it is, in one."""
    calls = office.teams.calls("stream")
    return [{**call.args["entities"][0], "text": call.args["text"]} for call in calls]


async def shown(office: Office, text: str = FIRST) -> Post:
    """Wait until half of an answer stands."""
    return await office.post(office.teams.chat, text)


async def answered(office: Office) -> list[Post]:
    """What stands when the run is over: the answer whole, and nothing of it twice."""
    await office.seen(office.teams.chat, FINDING)
    await office.service.engine.recover()
    posts = answers(office)
    text = "\n".join(post.text for post in posts)
    assert [text.count(each) for each in (FIRST, SECOND, LAST, FINDING, "1,204")] == [1, 1, 1, 1, 1]
    return posts


async def test_an_answer_grows_while_it_is_written_and_ends_as_the_runs_answer(
    tmp_path: Path, monkeypatch: Patch, gates: Gates
) -> None:
    write_writer(tmp_path / "workflows", *PARTS, pause=gates.pause)
    async with open_office(tmp_path, monkeypatch) as office:
        await ask(office)
        begun = await shown(office)
        assert (begun.text, begun.streaming) == (FIRST, True)
        gates.open()
        (post,) = await answered(office)
        assert (post.id, post.streaming, post.edits) == (begun.id, False, 0)
        order = (FIRST, SECOND, LAST, FINDING, "1,204", "Ask for the totals")
        assert [post.text.index(each) for each in order] == sorted(post.text.index(each) for each in order)
        assert not office.teams.complaints


async def test_the_calls_are_those_that_teams_documents(
    tmp_path: Path, monkeypatch: Patch, gates: Gates
) -> None:
    write_writer(tmp_path / "workflows", *PARTS, pause=gates.pause)
    async with open_office(tmp_path, monkeypatch) as office:
        await ask(office)
        begun = await shown(office)
        gates.open(PARTS[0])
        await shown(office, SECOND)
        gates.open()
        await answered(office)
        first, *grown, last = streamed(office)
        assert first == {
            "type": "streaminfo", "streamType": "informative", "streamSequence": 1, "text": WRITING
        }  # fmt: skip
        assert [each["streamSequence"] for each in grown] == list(range(2, 2 + len(grown)))
        assert {each["streamType"] for each in grown} == {"streaming"}
        assert {each["streamId"] for each in (*grown, last)} == {begun.id}
        assert "streamSequence" not in last
        texts = [each["text"] for each in (*grown, last)]
        assert all(after.startswith(before) for before, after in pairwise(texts))


@pytest.mark.parametrize("text", ["One paragraph, and that is all.", "", "  \n\n \n"])
async def test_what_comes_at_once_is_posted_as_ever(tmp_path: Path, monkeypatch: Patch, text: str) -> None:
    write_writer(tmp_path / "workflows", *([text] if text else []))
    async with open_office(tmp_path, monkeypatch) as office:
        await ask(office)
        await office.seen(office.teams.chat, FINDING)
        (post,) = answers(office)
        assert post.text.startswith(FINDING)
        assert not streamed(office)


@pytest.mark.parametrize("where", ["channel", "group"])
async def test_where_several_people_are_nothing_is_streamed(
    tmp_path: Path, monkeypatch: Patch, where: str
) -> None:
    write_writer(tmp_path / "workflows", *PARTS)
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        place = teams.channel if where == "channel" else teams.group
        said = await teams.say(teams.ada, place, ASK, mention=True)
        await office.seen(place, FINDING, said if where == "channel" else None)
        assert not streamed(office)


async def test_what_a_model_writes_stays_data(tmp_path: Path, monkeypatch: Patch) -> None:
    hostile = (
        "<at>everyone</at> [sign in](https://evil.example.com) <img src=x> ![p](https://evil.example.com)\n\n"
    )
    write_writer(tmp_path / "workflows", hostile, f"- {hostile}", f"- {hostile}", "```\n<b>&amp;\n```")
    async with open_office(tmp_path, monkeypatch) as office:
        await ask(office)
        await office.seen(office.teams.chat, FINDING)
        (post,) = answers(office)
        assert (post.pings, post.links) == ((), ())
        assert post.text.count("<at>everyone</at> sign in (https://evil.example.com) <img src=x>") == 3
        assert "<at>" not in json.dumps([each["text"] for each in streamed(office)])


FAULTS: list[tuple[int, dict[str, Any]]] = [
    *((at, fault) for at in (0, 1, 2) for fault in (REFUSED, {"status": 400, "error": "BadRequest"})),
    *((at, {"status": 500}) for at in (0, 1, 2)),
    *((at, {"reset": when}) for at in (0, 1, 2) for when in ("before", "after")),
]


@pytest.mark.parametrize(("at", "fault"), FAULTS, ids=str)
async def test_whatever_fails_on_the_way_the_answer_stands_once(
    tmp_path: Path, monkeypatch: Patch, gates: Gates, at: int, fault: dict[str, Any]
) -> None:
    write_writer(tmp_path / "workflows", *PARTS[:2], PARTS[2], pause=gates.pause)
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams

        def called(count: int) -> bool:
            calls = teams.calls("stream")
            return len(calls) >= count and bool(calls[count - 1].outcome)

        if at == 0:
            teams.fail("stream", **fault)
        await ask(office)
        await teams.until(lambda: called(1))
        if at == 1:
            await shown(office)
            teams.fail("stream", **fault)
            gates.open(PARTS[0])
            await teams.until(lambda: called(3))
        if at == 2:
            await shown(office)
            gates.open(*PARTS[:2])
            await shown(office, SECOND)
            teams.fail("stream", **fault)
        gates.open()
        await answered(office)
        assert any(call.outcome not in ("ok", "") for call in teams.calls("stream"))
        assert not [post for post in answers(office) if post.streaming and WRITING not in post.text]


@pytest.mark.parametrize("removed", [True, False])
async def test_after_stop_the_answer_comes_as_a_post(
    tmp_path: Path,
    monkeypatch: Patch,
    gates: Gates,
    removed: bool,  # noqa: FBT001 - a case
) -> None:
    write_writer(tmp_path / "workflows", *PARTS, pause=gates.pause)
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        if not removed:
            teams.fail("delete", times=None, status=403, error="NotEnoughPermissions")
        await ask(office)
        teams.stop(await shown(office))
        gates.open()
        await office.seen(teams.chat, FINDING)
        *halves, post = answers(office)
        assert [half.text for half in halves] == ([] if removed else [FIRST])
        assert [post.text.count(each) for each in (FIRST, SECOND, LAST, FINDING)] == [1, 1, 1, 1]


async def test_a_half_that_cannot_be_taken_away_says_what_it_is(
    tmp_path: Path, monkeypatch: Patch, gates: Gates
) -> None:
    write_writer(tmp_path / "workflows", *PARTS, pause=gates.pause, then=NO_LEDGER)
    async with open_office(tmp_path, monkeypatch) as office:
        office.teams.fail("delete", times=None, status=400, error="BadArgument")
        await ask(office)
        await shown(office)
        gates.open()
        await office.seen(office.teams.chat, "No ledger.")
        assert answers(office)[0].text == UNFINISHED


@pytest.mark.parametrize(
    ("then", "told"),
    [(NO_LEDGER, "No ledger."), ("return {'success': False}", "")],
    ids=["fails", "breaks its contract"],
)
async def test_the_half_of_a_run_that_fails_is_taken_away(
    tmp_path: Path, monkeypatch: Patch, then: str, told: str
) -> None:
    write_writer(tmp_path / "workflows", *PARTS, then=then)
    async with open_office(tmp_path, monkeypatch) as office:
        await ask(office)
        seen = await office.seen(office.teams.chat, "Reference: run_")
        assert told in seen
        assert FIRST not in seen


async def test_the_half_of_a_cancelled_run_is_taken_away(
    tmp_path: Path, monkeypatch: Patch, gates: Gates
) -> None:
    write_writer(tmp_path / "workflows", *PARTS, pause=gates.pause)
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        await ask(office)
        await shown(office)
        await teams.press(teams.ada, teams.answers(teams.chat)[0], "Cancel")
        assert FIRST not in await office.seen(teams.chat, "Reference: run_")
        gates.open()


async def test_a_question_takes_the_place_of_what_was_begun_and_the_answer_is_written_again(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    write_writer(tmp_path / "workflows", *PARTS, then=asking())
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        await ask(office)
        assert FIRST not in await office.seen(teams.chat, "Are you sure?")
        await teams.say(teams.ada, teams.chat, "yes")
        await answered(office)


async def test_live_steps_switched_off_switch_this_off_too(tmp_path: Path, monkeypatch: Patch) -> None:
    write_writer(tmp_path / "workflows", *PARTS)
    async with open_office(tmp_path, monkeypatch, enable_streaming=False) as office:
        await ask(office)
        await answered(office)
        assert not streamed(office)


async def test_a_table_is_a_table_in_the_end(tmp_path: Path, monkeypatch: Patch) -> None:
    table = "| Job | Runs |\n|---|---|\n| GL_POST | 7 |\n\n"
    write_writer(tmp_path / "workflows", PARTS[0], table, *PARTS[1:])
    async with open_office(tmp_path, monkeypatch) as office:
        await ask(office)
        (post,) = await answered(office)
        assert "GL_POST | 7" in post.text
        assert post.raw.get("text") is None
        assert post.edits == 1
        assert post.text.startswith(FINDING)


@pytest.mark.parametrize("lost", [False, True], ids=["its half stands", "Teams' answer got lost"])
async def test_a_service_that_starts_again_leaves_no_half_answer(
    tmp_path: Path, monkeypatch: Patch, gates: Gates, *, lost: bool
) -> None:
    write_writer(tmp_path / "workflows", *PARTS, pause=gates.pause)
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        held = teams.hold("stream" if lost else "none", when="after")
        changed = {"dataops_home": tmp_path / "second", "dataops_lease_seconds": 0.5}
        settings = office.service.settings.model_copy(update=changed)
        async with serving(teams, settings):
            await ask(office)
            before = await shown(office, WRITING if lost else FIRST)
        held.release()
        async with serving(teams, settings) as office.service:
            gates.open()
            posts = await answered(office)
            assert [post.text for post in posts[:-1]] == ([WRITING] if lost else [])
            assert posts[-1].id != before.id
