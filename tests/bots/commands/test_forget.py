"""What was said and made is gone everywhere afterwards: in the database, among the files, at the door."""

import gzip
from pathlib import Path

import pytest

from core.runs.run import Run, RunState
from tests.house import House, open_house
from tests.sample_workflows import asking, write_counter, write_greeter

SECRET = "PAYROLL_4711"
"""What must not be found again."""


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    write_counter(tmp_path / "workflows")
    path = tmp_path / f"{SECRET}.lst"
    path.write_text(f"{SECRET}\nb\n")
    return path


def told(house: House, run: Run) -> str:
    return house.posts(run)[-1]


async def counted(house: House, listing: Path, user: str = "developer") -> Run:
    run = await house.ask("count the lines of this listing", files=(listing,), user=user)
    await house.ask(f"/dataops checkpoint {SECRET}", thread=run.thread, user=user)
    return run


def traces(folder: Path) -> list[str]:
    """Every file of the service that holds the secret, in its name or its content, packed or not."""
    found = []
    for path in (each for each in folder.rglob("*") if each.is_file()):
        content = path.read_bytes()
        plain = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
        if SECRET in path.name or SECRET.encode() in plain:
            found.append(path.name)
    return found


async def test_a_thread_is_forgotten_everywhere(tmp_path: Path, listing: Path) -> None:
    async with open_house(tmp_path) as house:
        run = await counted(house, listing)
        kept = await counted(house, listing, user="admin")
        forget = await house.ask("/dataops forget now", thread=run.thread, user="developer")
        assert "I have looked again: nothing is left." in told(house, forget)
        assert "Forgotten of this thread: 2 runs, 4 messages, 2 files, 1 checkpoint." in told(house, forget)
        later = await house.ask("/dataops history", thread=run.thread, user="developer")
        assert SECRET not in told(house, later)
        assert SECRET in str(house.posts(kept))
        await house.ask("/dataops forget now", thread=kept.thread)
        assert house.service.access.audit.broken_at() is None
    assert traces(tmp_path / "home") == []


async def test_nothing_is_deleted_before_it_is_said_twice(tmp_path: Path, listing: Path) -> None:
    async with open_house(tmp_path) as house:
        run = await counted(house, listing)
        offered = await house.ask("/dataops forget", thread=run.thread, user="developer")
        assert "2 files, 1 checkpoint. Nothing is deleted yet." in told(house, offered)
        again = await house.ask("how many lines?", thread=run.thread, user="developer")
        assert again.state is RunState.ANSWERED


async def test_a_thread_belongs_to_whoever_began_it(tmp_path: Path, listing: Path) -> None:
    async with open_house(tmp_path) as house:
        run = await counted(house, listing, user="admin")
        refused = await house.ask("/dataops forget now", thread=run.thread, user="developer")
        assert refused.state is RunState.REFUSED
        own = await counted(house, listing, user="developer")
        by_an_admin = await house.ask("/dataops forget now", thread=own.thread, user="admin")
        assert "nothing is left" in told(house, by_an_admin)


async def test_a_waiting_question_ends_with_its_thread(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body=asking())
    async with open_house(tmp_path) as house:
        waiting = await house.ask(f"report partition skew of {SECRET}")
        assert waiting.state is RunState.WAITING
        forget = await house.ask("/dataops forget now", thread=waiting.thread)
        assert "nothing is left" in told(house, forget)
    assert traces(tmp_path / "home") == []


async def test_a_person_is_forgotten_and_others_keep_what_is_theirs(tmp_path: Path, listing: Path) -> None:
    async with open_house(tmp_path) as house:
        alone = await counted(house, listing, user="developer")
        shared = await house.ask("hello", user="admin")
        await house.ask(f"what about {SECRET}?", thread=shared.thread, user="developer")
        await house.ask("and what did I say?", thread=shared.thread, user="admin")
        forget = await house.ask("/dataops forget me now", user="developer")
        assert "Forgotten of you" in told(house, forget)
        assert "nothing is left" in told(house, forget)
        history = await house.ask("/dataops history", thread=shared.thread, user="admin")
        assert "and what did I say?" in told(house, history)
        assert SECRET not in str(house.posts(shared)) + str(house.posts(alone))
        assert house.service.stores.users.get("console:local:admin") is not None
        assert house.service.stores.executions.get(alone.run_id) is None
    assert traces(tmp_path / "home") == []


async def test_only_an_admin_has_somebody_else_forgotten(tmp_path: Path, listing: Path) -> None:
    async with open_house(tmp_path) as house:
        await counted(house, listing, user="developer")
        refused = await house.ask("/dataops forget console:local:admin now", user="developer")
        assert refused.state is RunState.REFUSED
        offered = await house.ask("/dataops forget console:local:developer", user="admin")
        assert "I keep of console:local:developer: " in told(house, offered)
        done = await house.ask("/dataops forget console:local:developer now", user="admin")
        assert "nothing is left" in told(house, done)


async def test_nothing_is_nothing(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        offered = await house.ask("/dataops forget me", user="developer")
        assert "I keep nothing of you." in told(house, offered)


async def test_files_of_others_that_were_only_shown_stay(tmp_path: Path, listing: Path) -> None:
    async with open_house(tmp_path) as house:
        run = await house.ask("count the lines of this listing", files=(listing,), user="admin")
        shown = await house.ask("give me count.txt again", thread=run.thread, user="developer")
        assert shown.outcome is not None
        assert shown.outcome.response is not None
        assert shown.outcome.response.artifacts
        await house.ask("/dataops forget me now", user="developer")
        assert house.service.services.artifacts.find_artifacts(shown.outcome.response.artifacts)


async def test_a_file_that_answered_a_question_is_forgotten_too(tmp_path: Path, listing: Path) -> None:
    async with open_house(tmp_path) as house:
        shared = await house.ask("hello", user="admin")
        waiting = await house.ask("count the lines of a listing", thread=shared.thread, user="developer")
        assert waiting.state is RunState.WAITING
        await house.ask("", thread=shared.thread, user="developer", files=(listing,))
        forget = await house.ask("/dataops forget me now", user="developer")
        assert "2 files" in told(house, forget)
    assert traces(tmp_path / "home") == []


async def test_what_others_inherited_goes_along(tmp_path: Path, listing: Path) -> None:
    async with open_house(tmp_path) as house:
        run = await house.ask("count the lines of this listing", files=(listing,), user="developer")
        kept = await house.ask("/dataops checkpoint here", thread=run.thread, user="developer")
        checkpoint = told(house, kept).partition("/dataops inherit ")[2].partition("`")[0]
        inherited = await house.ask(f"/dataops inherit {checkpoint}", user="admin")
        assert "This thread goes on" in told(house, inherited)
        offered = await house.ask("/dataops forget", thread=run.thread, user="developer")
        assert "what other threads have of these files" in told(house, offered)
        forget = await house.ask("/dataops forget now", thread=run.thread, user="developer")
        assert "nothing is left" in told(house, forget)
    assert traces(tmp_path / "home") == []


async def test_what_somebody_thinks_of_an_answer_is_forgotten_with_them(
    tmp_path: Path, listing: Path
) -> None:
    async with open_house(tmp_path) as house:
        run = await house.ask("count the lines of this listing", files=(listing,), user="admin")
        said = f"/dataops feedback not useful, where is {SECRET}"
        await house.ask(said, thread=run.thread, user="developer")
        forget = await house.ask("/dataops forget me now", user="developer")
        assert "1 opinion" in told(house, forget)
        rows = house.service.database.read("SELECT * FROM feedback")
        assert [tuple(row) for row in rows] == []


async def test_checkpoints_and_memory_of_others_stay(tmp_path: Path, listing: Path) -> None:
    async with open_house(tmp_path) as house:
        run = await house.ask("count the lines of this listing", files=(listing,), user="admin")
        await house.ask("/dataops checkpoint mine", thread=run.thread, user="admin")
        await house.ask("thanks", thread=run.thread, user="developer")
        await house.ask("/dataops forget me now", user="developer")
        listed = await house.ask("/dataops checkpoint", thread=run.thread, user="admin")
        assert "`mine`" in told(house, listed)
        again = await house.ask("count the lines again", thread=run.thread, user="admin")
        assert again.state is RunState.ANSWERED


async def test_the_opener_does_not_end_the_work_of_others(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body=asking())
    async with open_house(tmp_path) as house:
        own = await house.ask("hello", user="developer")
        waiting = await house.ask("/dataops partition-skew", thread=own.thread, user="admin")
        assert waiting.state is RunState.WAITING
        refused = await house.ask("/dataops forget now", thread=own.thread, user="developer")
        assert f"Work of others goes on here ({waiting.run_id})" in told(house, refused)
        by_an_admin = await house.ask("/dataops forget now", thread=own.thread, user="admin")
        assert "nothing is left" in told(house, by_an_admin)


async def test_a_person_is_forgotten_with_all_their_identities(tmp_path: Path, listing: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text(
        "users: {mira: ['console:local:mira', 'console:local:m2']}\n"
        "people: {mira: [developer]}\nchannels: {'console:local:console': ['*']}\n"
    )
    async with open_house(tmp_path, dataops_policy=policy) as house:
        await counted(house, listing, user="m2")
        forget = await house.ask("/dataops forget me now", user="mira")
        assert "2 files" in told(house, forget)
    assert traces(tmp_path / "home") == []


async def test_copies_behind_links_go_with_their_file(tmp_path: Path, listing: Path) -> None:
    async with open_house(tmp_path) as house:
        run = await house.ask("count the lines of this listing", files=(listing,), user="developer")
        assert run.outcome is not None
        assert run.outcome.response is not None
        blobs, artifact = house.service.stores.blobs, run.outcome.response.artifacts[0]
        blobs.write(f"links/{artifact}/token/{SECRET}", [SECRET.encode()])
        await house.ask("/dataops forget now", thread=run.thread, user="developer")
        assert list(blobs.keys("links/")) == []
