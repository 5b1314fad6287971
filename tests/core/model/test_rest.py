"""A model that fails again and again is left alone for a while, and then one asks for all."""

from core.model.rest import FAILURES, SECONDS, Rest
from tests.clock import Clock


def rested(clock: Clock) -> Rest:
    rest = Rest(clock)
    for _ in range(FAILURES):
        assert not rest.is_on
        rest.failed()
    return rest


def test_it_rests_after_failures_in_a_row() -> None:
    assert rested(Clock(100.0)).is_on


def test_an_answer_in_between_counts_anew() -> None:
    rest = Rest(Clock(100.0))
    for _ in range(2 * FAILURES):
        rest.failed()
        rest.succeeded()
    assert not rest.is_on


def test_after_the_pause_one_asks_for_all() -> None:
    clock = Clock(100.0)
    rest = rested(clock)
    clock.now += SECONDS
    assert [rest.is_on, rest.is_on] == [False, True]
    rest.succeeded()
    assert not rest.is_on


def test_one_that_fails_again_begins_the_pause_anew() -> None:
    clock = Clock(100.0)
    rest = rested(clock)
    clock.now += SECONDS
    assert not rest.is_on
    rest.failed()
    clock.now += SECONDS - 1
    assert rest.is_on
