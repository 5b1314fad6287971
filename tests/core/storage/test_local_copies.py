"""Copies are whole, few, and not taken from under a reader."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.storage.local_copies import IN_USE_SECONDS, LocalCopies
from tests.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock(1_000_000.0)


def test_a_copy_is_made_once_and_keeps_its_time(tmp_path: Path, clock: Clock) -> None:
    copies, made = LocalCopies(tmp_path, 100, clock=clock), list[str]()

    def chunks() -> Iterator[bytes]:
        made.append("made")
        yield b"x"

    path = copies.path("a", chunks)
    written = path.stat().st_mtime_ns
    clock.now += 50
    assert copies.path("a", chunks) == path
    assert (path.read_bytes(), made, path.stat().st_mtime_ns) == (b"x", ["made"], written)


def test_what_breaks_on_the_way_is_no_copy(tmp_path: Path) -> None:
    copies = LocalCopies(tmp_path, 100)

    def broken() -> Iterator[bytes]:
        yield b"half"
        raise ValueError("damaged")

    for _ in range(2):
        with pytest.raises(ValueError, match="damaged"):
            copies.path("a", broken)
    assert list(tmp_path.iterdir()) == []


def test_of_too_many_the_one_goes_that_was_not_used_for_longest(tmp_path: Path, clock: Clock) -> None:
    copies = LocalCopies(tmp_path, 10, clock=clock)
    paths = {}
    for name in "abc":
        paths[name] = copies.path(name, lambda: [b"x" * 4])
        clock.now += 1
    assert all(path.exists() for path in paths.values())  # each was handed out a moment ago
    copies.path("a", lambda: [b""])
    clock.now += IN_USE_SECONDS + 1
    copies.path("d", lambda: [b"x"])
    assert [name for name, path in paths.items() if path.exists()] == ["a", "c"]


def test_what_is_kept_shortly_goes_by_its_time(tmp_path: Path, clock: Clock) -> None:
    copies = LocalCopies(tmp_path, 100, 60, clock)
    secret = copies.path("a", lambda: [b"x"])
    clock.now += 59
    copies.shrink()
    assert secret.exists()
    clock.now += 2
    LocalCopies(tmp_path, 100, 60, clock)
    assert not secret.exists()


def test_who_asks_at_the_same_time_gets_the_same_whole_copy(tmp_path: Path) -> None:
    copies, made = LocalCopies(tmp_path, 1 << 20), list[int]()

    def chunks() -> Iterator[bytes]:
        made.append(1)
        for _ in range(100):
            yield b"x" * 100

    with ThreadPoolExecutor(8) as pool:
        contents = set(pool.map(lambda _: copies.path("a", chunks).read_bytes(), range(16)))
    assert contents == {b"x" * 10_000}
    assert made == [1]


def test_another_process_uses_the_same_copies(tmp_path: Path) -> None:
    one, other = (LocalCopies(tmp_path, 100) for _ in range(2))
    path = one.path("a", lambda: [b"x"])
    assert other.path("a", lambda: [b"y"]).read_bytes() == b"x"
    other.drop("a")
    assert not path.exists()
