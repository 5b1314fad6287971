"""A channel keeps one pin of a kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.pin_board import Pin, PinBoard
from core.storage.database import Database

CHANNEL = "console:local:console"


@pytest.fixture
def board(tmp_path: Path) -> Iterator[PinBoard]:
    database = Database(tmp_path / "dataops.db")
    yield PinBoard(database)
    database.close()


def pin(kind: str, *ids: str, channel: str = CHANNEL) -> Pin:
    return Pin(
        channel=channel, kind=kind, artifact_ids=list(ids), names=[f"{i}.jil" for i in ids], pinned_by="ana"
    )


def test_a_pin_is_kept_whole(board: PinBoard) -> None:
    pinned = pin("jil", "a", "b")
    board.pin(pinned)
    assert board.get(CHANNEL, "jil") == pinned
    assert pinned.pinned_at.utcoffset() is not None


def test_pinning_again_replaces_only_this_kind_in_this_channel(board: PinBoard) -> None:
    for each in (pin("jil", "a"), pin("csv", "b"), pin("jil", "c", channel="console:local:other")):
        board.pin(each)
    board.pin(pin("jil", "d"))
    assert [(p.kind, p.artifact_ids) for p in board.of_channel(CHANNEL)] == [("csv", ["b"]), ("jil", ["d"])]
    assert [p.artifact_ids for p in board.of_channel("console:local:other")] == [["c"]]


def test_newer_copies_take_the_place_of_a_pin_that_still_stands(board: PinBoard) -> None:
    first = pin("jil", "a", "b")
    board.pin(first)
    board.renew(first, ["c", "b"])
    renewed = board.get(CHANNEL, "jil")
    assert renewed == first.model_copy(update={"artifact_ids": ["c", "b"]})
    board.renew(first, ["d", "b"])  # somebody who was slower
    assert board.get(CHANNEL, "jil") == renewed


def test_a_pin_that_was_replaced_or_taken_away_does_not_come_back(board: PinBoard) -> None:
    first, second = pin("jil", "a"), pin("jil", "z")
    board.pin(first)
    board.pin(second)
    board.renew(first, ["b"])
    assert board.get(CHANNEL, "jil") == second
    board.unpin(CHANNEL, "jil")
    board.renew(second, ["b"])
    assert board.get(CHANNEL, "jil") is None


def test_unpinning_says_whether_there_was_a_pin(board: PinBoard) -> None:
    board.pin(pin("jil", "a"))
    assert not board.unpin(CHANNEL, "csv")
    assert not board.unpin("console:local:other", "jil")
    assert board.unpin(CHANNEL, "jil")
    assert not board.unpin(CHANNEL, "jil")
    assert board.get(CHANNEL, "jil") is None
