"""However much is to be said at once, Teams is spoken to within its rates."""

import asyncio
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from functools import partial

from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.teams.pace import LONGEST_TOLD_SECONDS, Pace
from adapters.teams.paces import Paces
from adapters.teams.transport import Limited
from core.chat.thread_ref import ChannelRef
from tests.adapters.jumping_loop import JumpingLoop
from tests.adapters.teams.connector.meter import LIMITS

Made = list[tuple[ChannelRef, float]]


def made(counts: dict[ChannelRef, int], *, reading: bool = False) -> Made:
    """So many calls in each conversation, all asked for at once: when each was made."""
    calls: Made = []
    paces = Paces()
    pace_of = paces.reading if reading else paces.of

    async def call(place: ChannelRef) -> None:
        calls.append((place, asyncio.get_running_loop().time()))

    async def work() -> None:
        asked = [(place, pace_of(place)) for place in counts for _ in range(counts[place])]
        await asyncio.gather(*(pace.call(partial(call, place)) for place, pace in asked))

    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(work())
    return calls


def most(times: Iterable[float], seconds: float) -> int:
    """The most calls in any stretch of so many seconds."""
    ordered = sorted(times)
    return max(1 + number - bisect_left(ordered, at - seconds) for number, at in enumerate(ordered))


def channel(tenant: str, name: str) -> ChannelRef:
    return ChannelRef(platform="teams", tenant=tenant, channel=name)


@settings(max_examples=20)
@example([4] * 60, False)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=60), st.booleans())
def test_each_conversation_and_the_tenant_keep_their_rates(
    counts: list[int],
    reading: bool,  # noqa: FBT001 - a case
) -> None:
    places = {channel("contoso", str(number)): count for number, count in enumerate(counts)}
    calls = made(places, reading=reading)
    assert len(calls) == sum(counts)
    times: defaultdict[ChannelRef, list[float]] = defaultdict(list)
    for place, at in calls:
        times[place].append(at)
    for limit in LIMITS["members" if reading else "send"]:
        assert all(most(each, limit.seconds) <= limit.calls for each in times.values())
    (whole,) = LIMITS["all"]
    assert most((at for _, at in calls), whole.seconds) < whole.calls


def test_a_tenant_does_not_wait_for_another_one() -> None:
    busy = {channel("contoso", str(number)): 2 for number in range(100)}
    alone = channel("fabrikam", "loads")
    calls = made(busy | {alone: 1})
    assert next(at for place, at in calls if place == alone) < 0.1
    assert max(at for _, at in calls) > 4


async def paced(made: list[tuple[str, float]], pace: Pace, name: str, *, gives_way: bool = False) -> None:
    async def call() -> None:
        made.append((name, asyncio.get_running_loop().time()))

    await pace.call(call, gives_way=gives_way)


def test_what_people_wait_for_comes_before_changes_of_cards() -> None:
    made: list[tuple[str, float]] = []

    async def work() -> None:
        pace = Paces().of(channel("contoso", "loads"))
        changes = [paced(made, pace, "change", gives_way=True) for _ in range(10)]
        posts = [paced(made, pace, "post") for _ in range(10)]
        await asyncio.gather(*changes, *posts)

    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(work())
    times = {name: [at for each, at in made if each == name] for name in ("post", "change")}
    assert times["post"][2] < 0.1
    assert times["post"][-1] < 6
    assert sum(at < times["post"][-1] for at in times["change"]) <= 3
    assert len(times["change"]) == 10


def test_a_sign_of_life_in_several_threads_of_a_channel_comes_at_once() -> None:
    calls = made({channel("contoso", "loads"): 5})
    assert max(at for _, at in calls) < 0.2


def limited_once(seconds: float | None) -> list[float]:
    """When a call was made that was limited for so many seconds the first time."""
    times: list[float] = []

    async def call() -> None:
        times.append(asyncio.get_running_loop().time())
        if len(times) == 1:
            raise Limited(seconds)

    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(Pace().call(call))
    return times


def test_bots_that_were_limited_together_do_not_come_back_together() -> None:
    waits = {round(later - at, 3) for at, later in (limited_once(10) for _ in range(20))}
    assert len(waits) > 10
    assert all(10 <= wait <= 13 for wait in waits)


def test_nobody_is_made_to_wait_for_ever() -> None:
    first, second = limited_once(86_400)
    assert second - first <= 1.25 * LONGEST_TOLD_SECONDS


def test_what_is_worth_nothing_later_is_left_while_there_is_no_room_or_teams_says_no() -> None:
    made: list[str] = []

    async def typing() -> None:
        made.append("typing")
        raise Limited(10)

    async def work() -> None:
        pace = Pace()
        await pace.call_if_free(typing)
        await pace.call_if_free(typing)
        assert made == ["typing"]
        await asyncio.sleep(20)
        for _ in range(5):
            await paced([], pace, "post")
        await pace.call_if_free(typing)
        assert made == ["typing"]

    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(work())


def test_conversations_that_are_quiet_are_forgotten() -> None:
    async def nothing() -> None:
        pass

    async def work() -> None:
        paces = Paces()
        for number in range(100):
            place = channel("contoso", str(number))
            await paces.of(place.thread("1")).call(nothing)
            await paces.reading(place).call(nothing)
            await asyncio.sleep(60)
        assert len(paces) <= 4

    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(work())


def test_a_conversation_that_has_to_wait_is_not_forgotten() -> None:
    async def limited() -> None:
        raise Limited(100)

    async def work() -> None:
        paces = Paces()
        waiting, hasty = channel("contoso", "waiting"), channel("contoso", "hasty")
        await paces.of(waiting).call_if_free(limited)
        pace = paces.of(waiting)
        await asyncio.sleep(50)
        paces.of(hasty)
        assert paces.of(waiting) is pace

    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(work())
