import gc
import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import botocore.session
import pytest
import structlog
from hypothesis import settings

from core.settings import Settings
from tests.bedrock import Bedrock, open_bedrock
from tests.servers import RedisServer, open_aws, open_redis

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")
"""The same examples each time, however busy the machine is: nothing lands or fails by luck.

``make soak`` looks for new ones.
"""

structlog.dev.ConsoleRenderer.get_active().exception_formatter = structlog.dev.plain_traceback
"""As the product's own: the default colours the source of each frame, a third of some folders' time."""

botocore.session.create_loader = cache(botocore.session.create_loader)
"""Megabytes of JSON about AWS are read once a process, not once a client; sessions share a loader safely."""


MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its own in it
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 2**31:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
"""A thousand databases that write every commit through to the disk made the tests wait for it."""

gc.set_threshold(10_000, 20, 20)
"""What was imported stays to the end: looking through it for garbage so often took a quarter of the time."""


@pytest.fixture(autouse=True)
def logs_of_no_other_test() -> Iterator[None]:
    """Each test begins with structlog's defaults: what one configures may be closed in the next."""
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    yield
    structlog.reset_defaults()


@pytest.fixture
def bedrock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bedrock]:
    """Amazon Bedrock as boto3 of this process finds it."""
    with open_bedrock(monkeypatch) as fake:
        yield fake


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """DynamoDB, S3 and KMS as boto3 of this process finds them, with tables and a bucket for this test."""
    with open_aws(monkeypatch) as settings:
        yield settings


@pytest.fixture
def redis(monkeypatch: pytest.MonkeyPatch) -> Iterator[RedisServer]:
    """A Redis for this test, empty; a busy machine is waited for."""
    monkeypatch.setattr("core.storage.redis_connection.SECONDS", 1.0)
    with open_redis() as server:
        yield server
