"""A thread goes back to what it knew, or on from what another one knows, if the person may."""

from pathlib import Path

import pytest

from core.chat.thread_ref import ChannelRef
from core.runs.run import Run, RunState
from core.session import session_id_of
from tests.house import House, open_house
from tests.sample_workflows import write_counter

POLICY = """
people: {"console:local:admin": [admin], "console:local:dev": [developer], "console:local:use": [user]}
channels:
  "console:local:console": ["*"]
  "console:local:other": ["*"]
  "console:local:guarded": ["workflow.*.invoke", "artifact.read", "session.read"]
"""

OTHER_SHOWS_RESULTS = '"console:local:other": {allow: ["*"], artifacts: [result]}'


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    write_counter(tmp_path / "workflows")
    (tmp_path / "policy.yaml").write_text(POLICY)
    return written(tmp_path, "day.lst", 3)


def written(folder: Path, name: str, lines: int) -> Path:
    path = folder / name
    path.write_text("line\n" * lines)
    return path


def told(house: House, run: Run) -> str:
    return house.posts(run)[-1]


def checkpoint_in(text: str) -> str:
    return text.partition("/dataops inherit ")[2].partition("`")[0].split()[0]


async def count(house: House, path: Path, **fields: object) -> Run:
    return await house.ask("count the lines of this listing", files=(path,), user="dev", **fields)


async def test_a_thread_goes_back_to_what_it_knew_and_that_can_be_undone(
    tmp_path: Path, listing: Path
) -> None:
    async with open_house(tmp_path, dataops_policy=tmp_path / "policy.yaml") as house:
        first = await count(house, listing)
        await house.ask("/dataops checkpoint before the night", thread=first.thread, user="dev")
        await count(house, written(tmp_path, "night.lst", 5), thread=first.thread)
        restored = await house.ask("/dataops restore before the night", thread=first.thread, user="dev")
        assert "goes on from `before the night`" in told(house, restored)
        again = await house.ask("count the lines of this listing", thread=first.thread, user="dev")
        assert "3 lines." in told(house, again)
        undo = next(step for step in restored.outcome.response.answer.next_steps)  # type: ignore[union-attr]
        await house.ask(undo, thread=first.thread, user="dev")
        undone = await house.ask("count the lines of this listing", thread=first.thread, user="dev")
        assert "5 lines." in told(house, undone)


async def test_checkpoints_are_listed(tmp_path: Path, listing: Path) -> None:
    async with open_house(tmp_path, dataops_policy=tmp_path / "policy.yaml") as house:
        first = await count(house, listing)
        assert "no checkpoint" in told(
            house, await house.ask("/dataops checkpoint", thread=first.thread, user="dev")
        )
        await house.ask("/dataops checkpoint one`two", thread=first.thread, user="dev")
        listed = told(house, await house.ask("/dataops checkpoint", thread=first.thread, user="dev"))
        assert "1 checkpoint in this thread." in listed
        assert "one'two" in listed
        assert "by console:local:dev" in listed


async def test_an_unknown_one_is_said_with_those_there_are(tmp_path: Path, listing: Path) -> None:
    async with open_house(tmp_path, dataops_policy=tmp_path / "policy.yaml") as house:
        first = await count(house, listing)
        await house.ask("/dataops checkpoint here", thread=first.thread, user="dev")
        missing = await house.ask("/dataops restore there", thread=first.thread, user="dev")
        assert missing.state is RunState.FAILED
        assert "here" in told(house, missing)


async def test_another_thread_goes_on_from_what_one_knows(tmp_path: Path, listing: Path) -> None:
    async with open_house(tmp_path, dataops_policy=tmp_path / "policy.yaml") as house:
        first = await count(house, listing)
        kept = await house.ask("/dataops checkpoint for later", thread=first.thread, user="dev")
        checkpoint = checkpoint_in(told(house, kept))
        inherited = await house.ask(f"/dataops inherit {checkpoint}", user="dev")
        assert "This thread goes on from what the other one knew." in told(house, inherited)
        answer = await house.ask("count the lines of this listing", thread=inherited.thread, user="dev")
        assert "3 lines." in told(house, answer)


@pytest.mark.parametrize(("user", "channel"), [("use", "other"), ("dev", "guarded")])
async def test_only_whoever_may_there_and_here_goes_on_from_another_channel(
    tmp_path: Path, listing: Path, user: str, channel: str
) -> None:
    async with open_house(tmp_path, dataops_policy=tmp_path / "policy.yaml") as house:
        first = await count(house, listing)
        kept = await house.ask("/dataops checkpoint for later", thread=first.thread, user="dev")
        place = ChannelRef(platform="console", tenant="local", channel=channel)
        said = f"/dataops inherit {checkpoint_in(told(house, kept))}"
        refused = await house.ask(said, thread=place.thread("t9"), user=user)
        assert refused.state is RunState.REFUSED
        lines = house.service.access.audit.lines(first.inbound.received_at)
        assert [line.permission for line in lines if not line.allowed] == ["context.load"]


async def test_from_a_channel_where_nobody_may_share_nothing_is_taken_along(
    tmp_path: Path, listing: Path
) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text(
        POLICY.replace('"artifact.read", "session.read"]', '"artifact.read", "context.load", "session.read"]')
    )
    async with open_house(tmp_path, dataops_policy=policy) as house:
        place = ChannelRef(platform="console", tenant="local", channel="guarded")
        first = await count(house, listing, thread=place.thread("t1"))
        kept = await house.ask("/dataops checkpoint here", thread=first.thread, user="dev")
        refused = await house.ask(f"/dataops inherit {checkpoint_in(told(house, kept))}", user="dev")
        assert refused.state is RunState.REFUSED


async def test_files_that_may_not_be_read_in_both_places_stay_behind(tmp_path: Path, listing: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text(POLICY.replace('"console:local:other": ["*"]', OTHER_SHOWS_RESULTS))
    place = ChannelRef(platform="console", tenant="local", channel="other")
    async with open_house(tmp_path, dataops_policy=policy) as house:
        first = await count(house, listing, thread=place.thread("t1"))
        kept = await house.ask("/dataops checkpoint here", thread=first.thread, user="dev")
        inherited = await house.ask(f"/dataops inherit {checkpoint_in(told(house, kept))}", user="dev")
        assert "1 file stays where it is" in told(house, inherited)
        session_id = session_id_of(str(inherited.thread))
        assert house.service.services.artifacts.list_artifacts(session_id) == []
        lines = house.service.access.audit.lines(first.inbound.received_at)
        assert [line.permission for line in lines if not line.allowed] == ["artifact.read"]


async def test_files_that_may_not_be_read_here_stay_there(tmp_path: Path, listing: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text(POLICY.replace('"console:local:other": ["*"]', OTHER_SHOWS_RESULTS))
    place = ChannelRef(platform="console", tenant="local", channel="other")
    async with open_house(tmp_path, dataops_policy=policy) as house:
        first = await count(house, listing)
        kept = await house.ask("/dataops checkpoint here", thread=first.thread, user="dev")
        said = f"/dataops inherit {checkpoint_in(told(house, kept))}"
        inherited = await house.ask(said, thread=place.thread("t2"), user="dev")
        assert "1 file stays where it is" in told(house, inherited)


async def test_only_whoever_took_part_or_an_admin_goes_on_from_a_thread(
    tmp_path: Path, listing: Path
) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text(POLICY.replace('"console:local:use": [user]', '"console:local:eve": [developer]'))
    async with open_house(tmp_path, dataops_policy=policy) as house:
        first = await count(house, listing)
        kept = await house.ask("/dataops checkpoint here", thread=first.thread, user="dev")
        said = f"/dataops inherit {checkpoint_in(told(house, kept))}"
        assert (await house.ask(said, user="eve")).state is RunState.REFUSED
        assert (await house.ask(said, user="admin")).state is RunState.ANSWERED
        await house.ask("and me", thread=first.thread, user="eve")
        assert (await house.ask(said, user="eve")).state is RunState.ANSWERED


async def test_a_person_took_part_under_any_of_their_names(tmp_path: Path, listing: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text(
        "users: {ann: ['console:local:dev', 'console:local:ann']}\n"
        + POLICY.replace('"console:local:dev": [developer]', '"ann": [developer]')
    )
    async with open_house(tmp_path, dataops_policy=policy) as house:
        first = await count(house, listing)
        kept = await house.ask("/dataops checkpoint here", thread=first.thread, user="dev")
        said = f"/dataops inherit {checkpoint_in(told(house, kept))}"
        assert (await house.ask(said, user="ann")).state is RunState.ANSWERED


async def test_a_thread_does_not_inherit_from_itself(tmp_path: Path, listing: Path) -> None:
    async with open_house(tmp_path, dataops_policy=tmp_path / "policy.yaml") as house:
        first = await count(house, listing)
        kept = await house.ask("/dataops checkpoint here", thread=first.thread, user="dev")
        checkpoint = checkpoint_in(told(house, kept))
        own = await house.ask(f"/dataops inherit {checkpoint}", thread=first.thread, user="dev")
        assert own.state is RunState.ANSWERED
        assert "is of this thread" in told(house, own)
        assert f"/dataops restore {checkpoint}" in told(house, own)
