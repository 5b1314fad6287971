"""A new company's stores, from nothing to a doctor who is content, by the commands that people use."""

import os
from pathlib import Path
from uuid import uuid4

from core.settings import Settings
from tests.bots.commandline import dataops
from tests.servers import RedisServer


def variables(aws: Settings, redis: RedisServer) -> dict[str, str]:
    """Names that nobody has, on the servers that are there."""
    mark = uuid4().hex[:8]
    named = {name.upper(): f"new-{name.replace('_', '-')}-{mark}" for name in aws.model_fields_set}
    reached = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
    return reached | named | {"REDIS_HOST": "127.0.0.1", "REDIS_PORT": str(redis.port)}


def test_stores_are_made_once_and_every_one_works(tmp_path: Path, aws: Settings, redis: RedisServer) -> None:
    chosen = variables(aws, redis)
    before = dataops(tmp_path, "doctor", **chosen)
    assert before.returncode == 1
    assert "run dataops init-storage" in before.stdout
    made = dataops(tmp_path, "init-storage", **chosen)
    assert (made.returncode, made.stderr) == (0, ""), made
    assert made.stdout.count(" was created") == len(made.stdout.splitlines()) == len(aws.model_fields_set)
    again = dataops(tmp_path, "init-storage", **chosen)
    assert again.returncode == 0
    assert again.stdout.count("is there.") == len(aws.model_fields_set), again.stdout
    after = dataops(tmp_path, "doctor", **chosen)
    assert after.returncode == 0, after.stdout
    for part in ("records: DynamoDB", "contents: S3", "redis: Redis at", "stores: runs in SQLite"):
        assert f"ok    {part}" in after.stdout
