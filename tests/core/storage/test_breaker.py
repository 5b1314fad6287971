from threading import Barrier, Thread

import pytest

from core.errors import StoreUnavailable
from core.storage.breaker import FAILURES, PAUSE_SECONDS, Breaker
from tests.clock import Clock


def fail(breaker: Breaker, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(OSError, match="away"), breaker.guard(OSError):
            raise OSError("away")


def test_what_keeps_failing_is_left_alone() -> None:
    breaker = Breaker("The shelf", Clock(0.0))
    fail(breaker, FAILURES)
    with pytest.raises(StoreUnavailable, match="The shelf has not answered"), breaker.guard(OSError):
        pytest.fail("the call went through")
    assert breaker.is_open


def test_one_failure_is_enough_where_that_is_said() -> None:
    breaker = Breaker("The shelf", Clock(0.0), failures=1)
    assert not breaker.is_open
    fail(breaker)
    assert breaker.is_open


def test_an_answer_between_failures_begins_the_count_anew() -> None:
    breaker = Breaker("The shelf", Clock(0.0))
    fail(breaker, FAILURES - 1)
    with breaker.guard(OSError):
        pass
    fail(breaker, FAILURES - 1)
    assert not breaker.is_open


def test_a_refusal_is_an_answer() -> None:
    breaker = Breaker("The shelf", Clock(0.0))
    fail(breaker, FAILURES - 1)
    with pytest.raises(KeyError), breaker.guard(OSError):
        raise KeyError
    fail(breaker)
    assert not breaker.is_open


def test_after_the_pause_a_good_probe_closes_it_and_a_bad_one_begins_another_pause() -> None:
    clock = Clock(0.0)
    breaker = Breaker("The shelf", clock)
    fail(breaker, FAILURES)
    clock.now += PAUSE_SECONDS
    fail(breaker)
    assert breaker.is_open
    clock.now += PAUSE_SECONDS
    with breaker.guard(OSError):
        pass
    fail(breaker, FAILURES - 1)
    assert not breaker.is_open


def test_of_many_calls_at_once_one_is_the_probe() -> None:
    clock = Clock(0.0)
    breaker = Breaker("The shelf", clock)
    fail(breaker, FAILURES)
    clock.now += PAUSE_SECONDS
    together, through, refused = Barrier(8), list[int](), list[int]()

    def call() -> None:
        together.wait()
        try:
            with breaker.guard(OSError):
                through.append(1)
                while len(refused) < 7:
                    pass
        except StoreUnavailable:
            refused.append(1)

    threads = [Thread(target=call, daemon=True) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert (len(through), len(refused)) == (1, 7)
