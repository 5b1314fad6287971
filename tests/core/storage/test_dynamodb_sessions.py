"""What only DynamoDB does: its attributes, and messages that are larger than an item."""

import pytest

from core.session import Message, Session
from core.settings import Settings
from core.storage.dynamodb_messages import PART
from core.storage.dynamodb_sessions import DynamoDBSessionStore
from core.storage.dynamodb_table import DynamoDB, DynamoDBTable
from tests.core.sessions_on import dynamodb_sessions
from tests.servers import REGION


@pytest.fixture
def store(aws: Settings) -> DynamoDBSessionStore:
    return dynamodb_sessions(aws)


@pytest.fixture
def messages(aws: Settings) -> DynamoDBTable:
    return DynamoDB(REGION).table(aws.dataops_messages_table, "session_id", "message_id")


def test_a_session_has_the_attributes_of_the_table(aws: Settings, store: DynamoDBSessionStore) -> None:
    store.add(Session(session_id="session_1", user_id="ana", metadata={"a": 1}))
    item = DynamoDB(REGION).table(str(aws.aws_dynamodb_table), "session_id").get("session_1")
    assert item is not None
    assert item["metadata"] == '{"a": 1}'
    assert {"user_id", "created_at", "last_active", "global_context", "status"} <= item.keys()
    assert "conversation_history" not in item


def test_no_item_is_near_the_end_of_what_an_item_holds(
    store: DynamoDBSessionStore, messages: DynamoDBTable
) -> None:
    store.append("s", Message(message_id="m", role="user", content="🦊" * 3 * PART))
    sizes = [len(str(item).encode()) for item in messages.scan()]
    assert len(sizes) == 5
    assert max(sizes) < 200_000


def test_parts_without_their_message_are_read_by_nobody_and_go_with_the_session(
    store: DynamoDBSessionStore, messages: DynamoDBTable
) -> None:
    """The process died before the item that names them, or in the middle of a removal."""
    for name in ("one", "two"):
        store.append("s", Message(message_id=name, role="user", content=name * PART))
    messages.delete("s", "one")
    parts = [item for item in messages.scan() if item["session_id"] == "s/parts"]
    two = messages.get("s", "two")
    assert two is not None
    messages.delete("s/parts", f"{two['digest']}:0001")
    assert len(parts) == 8
    assert store.messages("s", 9) == []
    store.append("s", Message(message_id="three", role="user", content="three"))
    assert [message.content for message in store.messages("s", 9)] == ["three"]
    store.delete("s")
    assert list(messages.scan()) == []
