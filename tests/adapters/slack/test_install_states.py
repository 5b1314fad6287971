"""Installations that were begun: good once, for ten minutes, and never too many."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.slack.install_states import MOST, SECONDS, InstallStates
from core.storage.database import Database
from tests.adapters.slack.workspace import Clock


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "web.db")
    yield opened
    opened.close()


def test_a_state_is_good_once(database: Database) -> None:
    states = InstallStates(database)
    first, second = states.begin(), states.begin()
    assert first != second
    assert [states.finish(first), states.finish(first), states.finish(second)] == [True, False, True]


@pytest.mark.parametrize(("seconds", "good"), [(SECONDS - 1, True), (SECONDS, False)])
def test_a_state_ends(
    database: Database,
    seconds: int,
    good: bool,  # noqa: FBT001 - a case
) -> None:
    clock = Clock(1_000_000.0)
    states = InstallStates(database, clock)
    state = states.begin()
    clock.advance(seconds)
    assert states.finish(state) is good


@pytest.mark.parametrize("state", ["", "made-up", "\ud800", "x" * 100_000])
def test_a_state_that_was_never_begun_is_not_good(database: Database, state: str) -> None:
    assert not InstallStates(database).finish(state)


def test_what_is_kept_tells_nobody_the_state(database: Database) -> None:
    state = InstallStates(database).begin()
    assert state not in str([tuple(row) for row in database.read("SELECT * FROM slack_install_states")])


def test_beyond_the_most_the_oldest_is_given_up(database: Database) -> None:
    clock = Clock(1_000_000.0)
    states = InstallStates(database, clock)
    database.create("PRAGMA synchronous=OFF")
    begun = []
    for _ in range(MOST + 1):
        clock.advance(0.01)
        begun.append(states.begin())
    assert len(database.read("SELECT * FROM slack_install_states")) == MOST
    assert [states.finish(begun[0]), states.finish(begun[1]), states.finish(begun[-1])] == [False, True, True]


def test_states_that_ended_are_not_kept(database: Database) -> None:
    clock = Clock(1_000_000.0)
    states = InstallStates(database, clock)
    states.begin()
    clock.advance(SECONDS)
    states.begin()
    assert len(database.read("SELECT * FROM slack_install_states")) == 1
