"""The parts of a service that can be looked at, and what it means when one of them is not there."""

import asyncio
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bots.cloud_probes import BucketProbe, TablesProbe
from bots.health import Probe, Status, Unwell
from bots.service import Service
from core.settings import Settings
from core.storage.database import Database
from core.storage.opening import open_redis
from core.storage.tables import tables_of

FULL = 64 << 20
SCARCE = 1 << 30
"""Bytes of free disk: less than these and nothing can be kept, or somebody should know."""

SILENT_SECONDS = 20.0
"""A run engine looks four times a second; a locked database may hold it up for ten seconds."""

Look = Callable[[], str]


class Threads:
    """Threads of the probes' own: one that hangs takes none away from the work."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(16, thread_name_prefix="health")

    def __call__(self, look: Look) -> Callable[[], Awaitable[str]]:
        """A look that blocks, as one to be awaited."""
        return lambda: asyncio.get_running_loop().run_in_executor(self._pool, look)


def probes_of(service: Service) -> list[Probe]:
    """The probes of a service as it is set up."""
    settings, threads = service.settings, Threads()
    down = Status.DOWN
    return [
        Probe("run_store", threads(_run_store(service.database)), "Nothing can be written down.", down),
        Probe("disk", threads(_disk(settings.dataops_home)), "The disk cannot be looked at.", down),
        Probe("orchestrator", _engine(service), "Nothing is worked on.", down),
        Probe("registry", threads(_registry(service)), "The workflows cannot be read."),
        Probe("session_store", threads(_hot(settings, service.database)), "Sessions come slower: no Redis."),
        Probe("artifact_store", threads(_contents(settings)), "Files cannot be kept or given out."),
        Probe("database", threads(_records(settings, service.database)), "Records cannot be kept."),
        Probe("doors", _doors(service), "The doors cannot be looked at."),
    ]


def _run_store(database: Database) -> Look:
    """Write something and take it away, in a transaction that is committed: only that comes to the disk."""

    def look() -> str:
        with database.transaction() as connection:
            connection.execute(
                "INSERT INTO inbox (event_id, act, run_id, inbound) VALUES ('probe', 'probe', '', '')"
            )
            connection.execute("DELETE FROM inbox WHERE event_id = 'probe'")
        return "Runs can be written down."

    return look


def _disk(home: Path) -> Look:
    def look() -> str:
        free = shutil.disk_usage(home).free
        if free < FULL:
            raise Unwell("The disk is full.", Status.DOWN)
        if free < SCARCE:
            raise Unwell("Less than 1 GB of disk is free.")
        return "There is room on the disk."

    return look


def _engine(service: Service) -> Callable[[], Awaitable[str]]:
    opened = time.monotonic()

    async def look() -> str:
        silent = time.monotonic() - max(opened, service.engine.looked_at)
        if silent > SILENT_SECONDS:
            raise Unwell(f"The run engine has not looked for work for {silent:.0f} s.", Status.DOWN)
        return "The run engine looks for work."

    return look


def _registry(service: Service) -> Look:
    def look() -> str:
        registry = service.services.registry
        loaded, failed = len(registry.list_workflows()), len(registry.problems)
        if failed or not loaded:
            raise Unwell(f"Workflows loaded: {loaded}, not loaded: {failed} (dataops list says why).")
        return f"Workflows loaded: {loaded}."

    return look


def _hot(settings: Settings, database: Database) -> Look:
    """Sessions in use: in Redis, where there is one."""
    connection = open_redis(settings)
    if connection is None:
        return _readable(database, "Sessions are kept in the database.")
    client = connection.client

    def look() -> str:
        client.set("health", "1", ex=60)
        if client.get("health") != "1":
            raise Unwell("Redis does not give back what it was given.")
        return "Redis answers."

    return look


def _contents(settings: Settings) -> Look:
    """Contents of artifacts."""
    return _writable(settings.dataops_home) if settings.artifact_bucket is None else BucketProbe(settings)


def _records(settings: Settings, database: Database) -> Look:
    """Records of sessions, artifacts and people, and where runs stand that wait."""
    embedded = _readable(database, "Records are kept in the database.")
    tables = tables_of(settings)
    if not tables:
        return embedded
    probe = TablesProbe(settings.aws_region, tables)

    def look() -> str:
        embedded()
        return probe()

    return look


def _readable(database: Database, says: str) -> Look:
    def look() -> str:
        database.read("SELECT run_id FROM runs LIMIT 1")
        return says

    return look


def _writable(home: Path) -> Look:
    def look() -> str:
        with tempfile.TemporaryFile(dir=home) as stream:
            stream.write(b"1")
            stream.flush()
        return "Files can be kept."

    return look


def _doors(service: Service) -> Callable[[], Awaitable[str]]:
    async def look() -> str:
        for name, door in service.doors.items():
            if door.connected is not None and not await door.connected():
                raise Unwell(f"The connection to {name} is being made again.")
        return f"Doors open: {len(service.doors)}."

    return look
