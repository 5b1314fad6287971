"""What is remembered of posts, uploads and ways back, and for how long."""

from pathlib import Path

import pytest

from adapters.slack.post_records import PostRecords
from adapters.slack.rendering.message import Payload
from adapters.slack.share_records import ShareRecords
from adapters.slack.ways_back import GOOD_SECONDS, WaysBack
from core.storage.database import Database
from tests.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock(1_800_000_000.0)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "slack.db")


def test_posts_are_forgotten_when_they_are_old_and_those_that_never_came_with_them(
    database: Database, clock: Clock
) -> None:
    records = PostRecords(database, clock)
    for key in ("old", "lost"):
        records.begin(key, 0, 1)
    clock.now += 60
    for key in ("new", "coming"):
        records.begin(key, 0, 1)
    for key in ("old", "new"):
        records.sent(key, 0, "1.0", "1.0")
    records.sweep(59)
    assert records.whole("old") is None
    assert records.whole("new") is not None
    assert [records.begin(key, 0, 1).attempted for key in ("lost", "coming")] == [False, True]


def test_a_post_stands_when_its_messages_do_and_it_owes_no_file(database: Database, clock: Clock) -> None:
    records = PostRecords(database, clock)
    for part in range(2):
        assert not records.begin("post", part, 2).attempted
        assert records.whole("post") is None
        records.owe_text("post", part)
        records.sent("post", part, "1.0", f"1.{part}")
    assert records.owes_text("post")
    assert records.whole("post") is None
    records.text_given("post")
    assert not records.owes_text("post")
    whole = records.whole("post")
    assert whole is not None
    assert (whole.ts, whole.at) == ("1.0", clock.now)


def test_uploads_are_forgotten_when_they_are_old(database: Database, clock: Clock) -> None:
    records = ShareRecords(database, clock)
    records.save("old", ["F1"])
    clock.now += 60
    records.save("new", ["F2", None])
    records.sweep(59)
    assert records.load("old") is None
    assert records.load("new") == ["F2", None]


async def test_a_way_back_ends_after_half_an_hour_and_its_address_is_removed(
    database: Database, clock: Clock
) -> None:
    ways = WaysBack(database, clock)
    ways.remember("run_1", "http://127.0.0.1:9/never-asked")
    clock.now += GOOD_SECONDS + 1
    assert not await ways.answer("run_1:answer", [Payload("x", ())])
    ways.sweep()
    assert not database.read("SELECT * FROM slack_ways_back")
