"""What somebody can do about the work of a thread by words."""

from pathlib import Path

from core.runs.run import RunState
from tests.house import open_house
from tests.sample_workflows import write_counter, write_greeter


async def test_what_failed_is_tried_again_by_word(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body='raise RuntimeError("no luck")')
    async with open_house(tmp_path) as house:
        failed = await house.ask("report the partition skew of SALES")
        assert failed.state is RunState.FAILED
        again = await house.ask("/dataops retry", thread=failed.thread)
        assert again.state is RunState.FAILED
        assert "Partition" not in str(house.posts(again)[0])
        named = await house.ask(f"/dataops retry {again.run_id}", thread=failed.thread)
        assert named.state is RunState.FAILED
        twice = await house.ask(f"/dataops retry {again.run_id}", thread=failed.thread)
        assert "being tried again already" in house.posts(twice)[-1]


async def test_where_nothing_failed_there_is_nothing_to_retry(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        first = await house.ask("/dataops pins")
        run = await house.ask("/dataops retry", thread=first.thread)
        assert "nothing to try again" in house.posts(run)[-1]
        alone = await house.ask("/dataops retry")
        assert "nothing to try again" in house.posts(alone)[-1]


async def test_a_person_sees_their_own_runs(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        assert "not asked anything yet" in house.posts(await house.ask("/dataops runs"))[-1]
        first = await house.ask("/dataops pins")
        await house.ask("/dataops pins", user="developer")
        listed = house.posts(await house.ask("/dataops runs"))[-1]
        assert f"`{first.run_id}` answered" in listed
        assert listed.count("`/dataops pins`") == 1


async def test_the_history_of_a_thread_is_for_who_may_read_it(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        first = await house.ask("/dataops pins")
        shown = house.posts(await house.ask("/dataops history", thread=first.thread, user="viewer"))[-1]
        assert "console:local:admin: `/dataops pins`" in shown
        assert "me: `Nothing is pinned to this channel.`" in shown


async def test_the_history_can_be_asked_for_what_has_to_do_with_some_words(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        first = await house.ask("we keep the ledger of july")
        await house.ask("lunch is at noon", thread=first.thread)
        found = house.posts(await house.ask("/dataops history the ledger?", thread=first.thread))[-1]
        assert "1 of what was said in this thread has to do with that" in found
        assert "we keep the ledger of july" in found
        assert "lunch" not in found
        nothing = house.posts(await house.ask("/dataops history zeppelins", thread=first.thread))[-1]
        assert "I remember nothing of that in this thread." in nothing


async def test_going_on_from_somebody_elses_work_takes_a_right(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    policy = tmp_path / "policy.yaml"
    policy.write_text(
        "roles: {caller: ['workflow.*.invoke']}\n"
        "people: {'console:local:admin': [admin], 'console:local:cal': [caller]}\n"
        "channels: {'console:local:console': ['*']}\n"
    )
    listing = tmp_path / "day.lst"
    listing.write_text("a\nb\n")
    async with open_house(tmp_path, dataops_policy=policy) as house:
        first = await house.ask("count the lines of this listing", files=(listing,))
        refused = await house.ask("count the lines of the listing again", thread=first.thread, user="cal")
        assert refused.state is RunState.REFUSED
        own = await house.ask("count the lines of this listing", files=(listing,), user="cal")
        assert own.state is RunState.ANSWERED


async def test_whoever_may_not_read_a_pin_is_not_answered_from_it(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    policy = tmp_path / "policy.yaml"
    policy.write_text(
        "roles: {caller: ['workflow.*.invoke']}\n"
        "people: {'console:local:admin': [admin], 'console:local:cal': [caller]}\n"
        "channels: {'console:local:console': ['*']}\n"
    )
    listing = tmp_path / "day.lst"
    listing.write_text("a\nb\n")
    async with open_house(tmp_path, dataops_policy=policy) as house:
        await house.ask("/dataops pin", files=(listing,))
        answered = await house.ask("count the lines of the listing")
        assert answered.state is RunState.ANSWERED
        asked = await house.ask("count the lines of the listing", user="cal")
        assert asked.state is RunState.WAITING


async def test_whoever_asks_without_end_is_told_and_can_still_stop_things(tmp_path: Path) -> None:
    async with open_house(tmp_path, dataops_rate_person=2) as house:
        first = await house.ask("/dataops pins")
        await house.ask("/dataops pins", thread=first.thread)
        over = await house.ask("/dataops pins", thread=first.thread)
        assert "try again in" in house.posts(over)[-1]
        status = await house.ask("/dataops status", thread=first.thread)
        assert status.state is RunState.ANSWERED


async def test_unfinished_work_elsewhere_is_mentioned_to_its_owner(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        waiting = await house.ask("Count the lines of this listing")
        assert waiting.state is RunState.WAITING
        here = await house.ask("/dataops status", thread=waiting.thread)
        assert f"{waiting.run_id} waits for an answer." in house.posts(here)[-1]
        away = house.posts(await house.ask("/dataops status"))[-1]
        assert "Nothing is running in this thread." in away
        assert f"`{waiting.run_id}` waits for an answer" in away
        assert waiting.run_id not in house.posts(await house.ask("/dataops status", user="developer"))[-1]
