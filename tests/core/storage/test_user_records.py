"""What every store of people does."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.settings import Settings
from core.storage.database import Database
from core.storage.dynamodb_table import DynamoDB
from core.storage.dynamodb_users import DynamoDBUsers
from core.storage.sqlite_users import SQLiteUsers
from core.storage.user_records import UserRecords
from core.user_record import NAME, UserRecord
from tests.servers import REGION

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANA = "console:t:ana"


@pytest.fixture(params=["sqlite", "dynamodb"])
def records(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[UserRecords]:
    if request.param == "sqlite":
        database = Database(tmp_path / "dataops.db")
        yield SQLiteUsers(database)
        database.close()
    else:
        settings: Settings = request.getfixturevalue("aws")
        yield DynamoDBUsers(DynamoDB(REGION).table(settings.dataops_users_table, "user_id"))


def seen(hours: float, user_id: str = ANA, **fields: Any) -> UserRecord:
    at = NOON + timedelta(hours=hours)
    return UserRecord(user_id=user_id, first_seen=at, last_seen=at, **fields)


def test_what_is_new_of_a_person_is_joined_with_what_is_known(records: UserRecords) -> None:
    records.add(seen(0, display_name="Ana", identities=["web:t:1"]))
    records.add(seen(2, display_name="Ana B.", preferences={"locale": "de"}))
    joined = records.add(seen(1, display_name="Old", identities=["web:t:2"], preferences={"locale": "en"}))
    assert joined == records.get(ANA)
    assert joined == UserRecord(
        user_id=ANA,
        display_name="Ana B.",
        identities=["web:t:1", "web:t:2"],
        first_seen=NOON,
        last_seen=NOON + timedelta(hours=2),
        preferences={"locale": "de"},
    )
    assert records.get("console:t:ben") is None


def test_a_preference_is_taken_back(records: UserRecords) -> None:
    records.add(seen(0, preferences={"locale": "de", "theme": None}))
    assert records.add(seen(1, preferences={"locale": None})).preferences == {}


def test_sightings_at_once_all_count(records: UserRecords) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda hour: records.add(seen(hour, identities=[f"web:t:{hour}"])), range(8)))
    user = records.get(ANA)
    assert user is not None
    assert sorted(user.identities) == [f"web:t:{hour}" for hour in range(8)]
    assert (user.first_seen, user.last_seen) == (NOON, NOON + timedelta(hours=7))


def test_people_are_listed_the_latest_first_and_forgotten(records: UserRecords) -> None:
    for hours, person in enumerate((ANA, "console:t:ben", "console:t:eve")):
        records.add(seen(hours, person))
    assert [user.user_id for user in records.since(NOON + timedelta(hours=1))] == [
        "console:t:eve",
        "console:t:ben",
    ]
    assert records.forget_person("console:t:eve") == 1
    assert records.forget_person("console:t:eve") == 0
    assert records.delete_before(NOON + timedelta(hours=1)) == 1
    assert [user.user_id for user in records.since(NOON)] == ["console:t:ben"]


def test_a_hostile_name_is_kept_harmless(records: UserRecords) -> None:
    name = records.add(seen(0, display_name="Ana\u202e\ud800\x00\n" + "x" * 5_000)).display_name
    assert name.startswith("Ana x")
    assert len(name) == NAME
    assert records.get(ANA) is not None
