from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from core.errors import StorageError
from core.settings import Settings
from core.storage.dynamodb_table import GIVEN, DynamoDB, DynamoDBTable
from core.storage.tables import BY_POSITION, BY_SESSION
from tests.dynamodb_answers import open_answers
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
    found = messages.query("session_id", "s", index=BY_POSITION, newest_first=True, limit=2)
    assert [item["message_id"] for item in found] == ["z", "x"]


def test_a_local_index_is_read_consistently_and_a_global_one_cannot_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with open_answers(monkeypatch) as answers:
        answers.given = [(200, {"Items": []})]
        table = DynamoDB(REGION).table("messages", "session_id", "message_id")
        for index in (None, BY_POSITION, BY_SESSION):
            assert list(table.query("session_id", "s", index=index)) == []
    assert [asked.get("ConsistentRead", False) for asked in answers.asked] == [True, True, False]
    assert [asked.get("IndexName") for asked in answers.asked] == [None, "by_position", "by_session"]


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waited: list[float] = []
    monkeypatch.setattr("core.storage.dynamodb_table.time.sleep", waited.append)
    monkeypatch.setattr("core.storage.dynamodb_table.random.uniform", lambda _, most: most)
    return waited


def test_what_was_not_given_at_once_is_asked_for_after_a_pause(
    monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> None:
    keys = [{"id": {"S": each}} for each in "ab"]
    with open_answers(monkeypatch) as answers:
        answers.given = [
            (200, {"Responses": {"t": keys[:1]}, "UnprocessedKeys": {"t": {"Keys": keys[1:]}}}),
            (200, {"Responses": {}, "UnprocessedKeys": {"t": {"Keys": keys[1:]}}}),
            (200, {"Responses": {"t": keys[1:]}}),
        ]
        assert DynamoDB(REGION).table("t", "id").get_all(["a", "b"]) == [{"id": "a"}, {"id": "b"}]
    assert len(pauses) == 2
    assert pauses == sorted(set(pauses))


def test_what_is_never_given_is_told(monkeypatch: pytest.MonkeyPatch, pauses: list[float]) -> None:
    with open_answers(monkeypatch) as answers:
        answers.given = [(200, {"Responses": {}, "UnprocessedKeys": {"t": {"Keys": [{"id": {"S": "a"}}]}}})]
        with pytest.raises(StorageError, match="takes no more"):
            DynamoDB(REGION).table("t", "id").get_all(["a"])
    assert len(answers.asked) == GIVEN
    assert sum(pauses) < 5


class Losing:
    """Loses the answer to the next write of a client: it is sent again, as botocore does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, client: Any) -> None:
        self.meanwhile: Callable[[], object] = lambda: None
        self._put = client.put_item
        self._lost = False
        monkeypatch.setattr(client, "put_item", self.put)

    def put(self, **asked: Any) -> Any:
        if not self._lost:
            self._lost = True
            self._put(**asked)
            self.meanwhile()
        return self._put(**asked)


def test_an_insert_whose_answer_was_lost_is_done(aws: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = DynamoDB(REGION)
    table = connection.table(aws.dataops_artifacts_table, "artifact_id")
    Losing(monkeypatch, connection.client)
    assert table.insert({"artifact_id": "a", "size": 1})
    assert not table.insert({"artifact_id": "a", "size": 1})
    assert table.get("a") == {"artifact_id": "a", "size": 1}


def test_a_change_whose_answer_was_lost_is_done_once(aws: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = DynamoDB(REGION)
    table = connection.table(aws.dataops_artifacts_table, "artifact_id")
    table.put({"artifact_id": "a", "reads": 0})
    Losing(monkeypatch, connection.client)
    item = table.change(lambda known: {**known, "reads": known["reads"] + 1}, "a")
    assert item == table.get("a") == {"artifact_id": "a", "reads": 1, "version": 1}


def test_somebody_elses_insert_is_not_taken_for_ones_own(
    aws: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = DynamoDB(REGION)
    table = connection.table(aws.dataops_artifacts_table, "artifact_id")
    losing = Losing(monkeypatch, connection.client)
    losing.meanwhile = lambda: table.put({"artifact_id": "a", "size": 2})
    assert not table.insert({"artifact_id": "a", "size": 1})
    assert table.get("a") == {"artifact_id": "a", "size": 2}


def test_the_id_of_the_owner_is_no_item(table: DynamoDBTable) -> None:
    table.put({"artifact_id": "a"})
    assert table.owner("first") == table.owner("second") == "first"
    assert [item["artifact_id"] for item in table.scan()] == ["a"]


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
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    connection = DynamoDB(REGION)
    table = connection.table("elsewhere", "id")
    for _ in range(5):
        with pytest.raises(StorageError, match="does not answer"):
            table.get("a")
    with pytest.raises(StorageError, match="has not answered several times"):
        table.get("a")
