from concurrent.futures import ThreadPoolExecutor

import pytest

from core.errors import StorageError
from core.settings import Settings
from core.storage.dynamodb_table import DynamoDB, DynamoDBTable
from core.storage.tables import BY_POSITION
from tests.servers import REGION


@pytest.fixture
def table(aws: Settings) -> DynamoDBTable:
    return DynamoDB(REGION).table(aws.dataops_artifacts_table, "artifact_id")


@pytest.fixture
def messages(aws: Settings) -> DynamoDBTable:
    return DynamoDB(REGION).table(aws.dataops_messages_table, "session_id", "message_id")


def test_an_item_comes_back_as_it_was_put(table: DynamoDBTable) -> None:
    item = {"artifact_id": "a", "size": 7, "shared": False, "parents": ["b"], "note": "ä"}
    table.put({**item, "absent": None})
    assert table.get("a") == item
    assert table.get("b") is None


def test_an_item_is_inserted_once(table: DynamoDBTable) -> None:
    assert table.insert({"artifact_id": "a", "size": 1})
    assert not table.insert({"artifact_id": "a", "size": 2})
    assert table.get("a") == {"artifact_id": "a", "size": 1}


def test_changes_at_once_all_count(table: DynamoDBTable) -> None:
    table.put({"artifact_id": "a", "reads": 0})

    def read(_: int) -> None:
        assert table.change(lambda item: {**item, "reads": item["reads"] + 1}, "a")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(read, range(20)))
    item = table.get("a")
    assert item is not None
    assert item["reads"] == 20


def test_what_is_not_there_is_not_changed_into_being(table: DynamoDBTable) -> None:
    assert table.change(lambda item: item, "a") is None
    assert table.get("a") is None


def test_items_are_found_by_an_index_in_its_order(messages: DynamoDBTable) -> None:
    for name, position in (("x", "2"), ("y", "1"), ("z", "3")):
        messages.put({"session_id": "s", "message_id": name, "position": position})
    messages.put({"session_id": "other", "message_id": "x", "position": "0"})
    found = messages.query("session_id", "s", index=BY_POSITION.name, newest_first=True, limit=2)
    assert [item["message_id"] for item in found] == ["z", "x"]


def test_many_items_are_had_by_their_keys(table: DynamoDBTable) -> None:
    names = [f"a{number}" for number in range(130)]
    for name in names[1:]:
        table.put({"artifact_id": name})
    assert {item["artifact_id"] for item in table.get_all(names)} == set(names[1:])


def test_a_deleted_item_is_gone(table: DynamoDBTable) -> None:
    table.put({"artifact_id": "a"})
    assert table.delete("a")
    assert not table.delete("a")
    assert list(table.scan()) == []


def test_a_missing_table_says_what_makes_it(aws: Settings) -> None:
    with pytest.raises(StorageError, match="no table elsewhere; run dataops init-storage"):
        DynamoDB(REGION).table("elsewhere", "id").get("a")


def test_silence_is_told_and_then_left_alone(aws: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    connection = DynamoDB(REGION)
    table = connection.table("elsewhere", "id")
    for _ in range(5):
        with pytest.raises(StorageError, match="does not answer"):
            table.get("a")
    with pytest.raises(StorageError, match="has not answered several times"):
        table.get("a")
