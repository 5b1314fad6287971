"""However much is to be said at once, Teams is spoken to within its rates."""

import asyncio
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from functools import partial

from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.teams.paces import Paces
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
