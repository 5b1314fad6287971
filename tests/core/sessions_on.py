"""Every store of sessions, for tests that each of them has to pass."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.settings import Settings
from core.storage.database import Database
from core.storage.dynamodb_sessions import DynamoDBSessionStore
from core.storage.dynamodb_table import DynamoDB
from core.storage.redis_connection import RedisConnection
from core.storage.redis_sessions import RedisSessions
from core.storage.session_store import SessionStore
from core.storage.sqlite_sessions import SQLiteSessionStore
from tests.servers import REGION, open_aws, open_redis

STORES = ("sqlite", "dynamodb", "redis+sqlite", "redis+dynamodb")


@contextmanager
def open_store(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SessionStore]:
    """An empty store of this name."""
    if name.startswith("redis+"):
        monkeypatch.setattr("core.storage.redis_connection.SECONDS", 1.0)  # a busy machine is waited for
        with open_store(name.removeprefix("redis+"), folder, monkeypatch) as behind, open_redis() as server:
            connection = RedisConnection("127.0.0.1", server.port)
            yield RedisSessions(behind, connection)
            connection.close()
    elif name == "dynamodb":
        with open_aws(monkeypatch) as aws:
            yield dynamodb_sessions(aws)
    else:
        database = Database(folder / "sessions.db")
        database.create("PRAGMA synchronous=OFF")  # no test cuts the power
        yield SQLiteSessionStore(database)
        database.close()


def dynamodb_sessions(aws: Settings) -> DynamoDBSessionStore:
    assert aws.aws_dynamodb_table is not None
    return DynamoDBSessionStore(DynamoDB(REGION), aws.aws_dynamodb_table, aws.dataops_messages_table)
