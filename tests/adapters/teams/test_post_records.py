"""What stands in Teams is known by conversation: ids of messages are moments, and moments are shared."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.teams.post_records import PostRecords
from core.chat.thread_ref import ChannelRef
from core.storage.database import Database

ONE = ChannelRef(platform="teams", tenant="t", channel="19:one@thread.tacv2")
OTHER = ChannelRef(platform="teams", tenant="t", channel="19:other@thread.tacv2")


@pytest.fixture
def records(tmp_path: Path) -> Iterator[PostRecords]:
    database = Database(tmp_path / "teams.db")
    yield PostRecords(database)
    database.close()


def test_a_message_is_found_in_its_own_conversation(records: PostRecords) -> None:
    for key, channel in (("a", ONE), ("b", OTHER)):
        records.begin(key, 0, 1)
        records.sent(key, 0, str(channel.thread(f"root-{key}")), "1700000000001")
    records.begin("lost", 0, 1)
    assert records.thread_of(ONE, "1700000000001") == ONE.thread("root-a")
    assert records.thread_of(OTHER, "1700000000001") == OTHER.thread("root-b")
    assert records.thread_of(OTHER.model_copy(update={"tenant": "u"}), "1700000000001") is None


def test_what_was_taken_back_may_be_posted_elsewhere(records: PostRecords) -> None:
    records.begin("run_1:notice", 0, 2)
    records.sent("run_1:notice", 0, str(ONE.thread("1")), "1")
    records.begin("run_1:notice", 1, 2)
    records.begin("run_1:progress", 0, 1)
    records.retract("run_1:notice")
    assert not records.begin("run_1:notice", 0, 1).attempted
    assert records.begun("run_1:progress")
