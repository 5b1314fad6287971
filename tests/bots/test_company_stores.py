"""A whole service on Redis, DynamoDB and S3: what people notice is the same as without them."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from core.aws_client import aws_client
from core.runs.run import Run, RunState
from core.settings import Settings
from core.storage.tables import tables_of
from tests.bots.test_retention import DAYS, sweep
from tests.house import House, open_house
from tests.sample_workflows import asking, write_counter, write_greeter
from tests.servers import REGION, RedisServer

SECRET = "PAYROLL_4711"
"""What must not be found again."""


@pytest.fixture
def chosen(aws: Settings, redis: RedisServer) -> dict[str, Any]:
    """The settings of a company's service."""
    return named(aws) | {"redis_host": "127.0.0.1", "redis_port": redis.port}


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    write_counter(tmp_path / "workflows")
    path = tmp_path / f"{SECRET}.lst"
    path.write_text(f"{SECRET}\nb\n")
    return path


def named(aws: Settings) -> dict[str, Any]:
    """The tables and the bucket, as settings."""
    return {name: getattr(aws, name) for name in aws.model_fields_set}


def client(service: str) -> Any:
    return aws_client(service, REGION, connect=2, read=10, attempts=2)


def items(aws: Settings) -> dict[str, list[dict[str, Any]]]:
    """All that stands in the tables, by the name of the setting."""
    return {table.name: client("dynamodb").scan(TableName=table.name)["Items"] for table in tables_of(aws)}


def contents(aws: Settings) -> list[bytes]:
    """All that rests in the bucket, unpacked."""
    s3, bucket = client("s3"), aws.artifact_bucket
    found = [
        s3.get_object(Bucket=bucket, Key=each["Key"], VersionId=each["VersionId"])["Body"].read()
        for each in s3.list_object_versions(Bucket=bucket).get("Versions", [])
    ]
    return [gzip.decompress(each) if each[:2] == b"\x1f\x8b" else each for each in found]


def told(house: House, run: Run) -> str:
    """The answer to a message."""
    assert run.state is RunState.ANSWERED, house.posts(run)
    return house.posts(run)[-1]


async def test_a_thread_is_served_kept_and_forgotten(
    tmp_path: Path, aws: Settings, chosen: dict[str, Any], listing: Path
) -> None:
    async with open_house(tmp_path, **chosen) as house:
        first = await house.ask("count the lines of this listing", files=(listing,))
        assert "2 lines." in told(house, first)
        again = await house.ask("count the lines of this listing again", thread=first.thread)
        assert "2 lines." in told(house, again)
        history = await house.ask("/dataops history", thread=first.thread)
        assert told(house, history).count("count the lines of this listing") >= 2
        kept = await house.ask(f"/dataops checkpoint {SECRET}", thread=first.thread)
        assert "Kept as" in told(house, kept)
        restored = await house.ask(f"/dataops restore {SECRET}", thread=first.thread)
        assert "goes on from" in told(house, restored)
        assert SECRET in str(items(aws))
        assert any(SECRET.encode() in content for content in contents(aws))
        assert items(aws)[str(aws.dataops_checkpoints_table)] == []
        forget = await house.ask("/dataops forget now", thread=first.thread)
        assert "I have looked again: nothing is left." in told(house, forget)
    assert SECRET not in str(items(aws))
    assert not any(SECRET.encode() in content for content in contents(aws))


async def test_what_is_old_goes_by_itself(
    tmp_path: Path, aws: Settings, chosen: dict[str, Any], listing: Path
) -> None:
    async with open_house(tmp_path, **chosen, **DAYS) as house:
        await house.ask("count the lines of this listing", files=(listing,))
        sweep(house)
        sweep(house)
    assert SECRET not in str(items(aws))
    assert not any(SECRET.encode() in content for content in contents(aws))


async def test_a_question_waits_for_the_next_process(tmp_path: Path, chosen: dict[str, Any]) -> None:
    write_greeter(tmp_path / "workflows", body=asking("string"))
    async with open_house(tmp_path, **chosen) as house:
        waiting = await house.ask("report partition skew of SALES")
        assert waiting.state is RunState.WAITING
    async with open_house(tmp_path, **chosen) as house:
        answered = await house.ask("certainly", thread=waiting.thread)
        assert answered.run_id == waiting.run_id
        assert "Partition report for certainly" in told(house, answered)


async def test_without_redis_everything_goes_on_and_it_is_taken_back(
    tmp_path: Path, chosen: dict[str, Any], listing: Path, redis: RedisServer
) -> None:
    async with open_house(tmp_path, **chosen) as house:
        first = await house.ask("count the lines of this listing", files=(listing,))
        redis.stop()
        second = await house.ask("count the lines of this listing again", thread=first.thread)
        assert "2 lines." in told(house, second)
        redis.start()
        third = await house.ask("count the lines of this listing again", thread=first.thread)
        assert "2 lines." in told(house, third)
        history = await house.ask("/dataops history", thread=first.thread)
        assert told(house, history).count("count the lines of this listing") >= 3
