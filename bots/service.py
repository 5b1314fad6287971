"""The composition root: every part, chosen by the settings, put together once."""

import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import uuid4

from bots.access import Access, open_access
from bots.approvals import Approvals
from bots.commands.built_in import Parts, built_in
from bots.commands.table import Commands
from bots.delivery import Delivery
from bots.exchange import Exchange
from bots.file_links import FileLinks
from bots.forgetting import Forgetting
from bots.forgotten_files import ForgottenFiles
from bots.house import House
from bots.introduction import Introduction
from bots.patience import Patience
from bots.presses import Presses
from bots.record_keeping import RecordKeeping
from bots.records import Records, open_records
from bots.retention import Retention
from bots.sharing import Sharing
from bots.tokens import open_auth
from core.access.people import People
from core.artifacts.links import ArtifactLinks
from core.artifacts.shares import ArtifactShares
from core.chat.inbound import Inbound
from core.chat.surface import Door
from core.command_names import NAMES
from core.context_manager import ContextManager
from core.contexts.snapshot_store import SnapshotStore
from core.orchestrator.checkpoints import checkpoints_of
from core.orchestrator.lazy_graph import LazyGraph
from core.orchestrator.named_files import NamedFile
from core.orchestrator.opening import open_services
from core.orchestrator.services import Services
from core.runs.engine import Limits, RunEngine
from core.runs.inbox import Inbox
from core.runs.patience import QuestionPatience, Waits
from core.runs.rate_limits import RateLimits, Rates
from core.runs.run import RunState
from core.runs.run_store import Lease
from core.settings import Settings
from core.storage.database import Database
from core.storage.history import ExecutionHistoryManager
from core.storage.opening import Stores, open_stores
from core.tools.s3_operations import S3Operations


@dataclass(frozen=True, slots=True)
class Service:
    """A running process's parts. ``lease`` is this process's hold on its runs."""

    settings: Settings
    doors: Mapping[str, Door]
    database: Database
    access: Access
    records: Records
    stores: Stores
    retention: Retention
    services: Services
    commands: Commands
    links: ArtifactLinks
    shares: ArtifactShares
    inbox: Inbox
    engine: RunEngine
    patience: Patience
    record_keeping: RecordKeeping
    graph: LazyGraph
    lease: Lease

    async def close(self) -> None:
        """Close what holds files open."""
        await self.graph.close()
        self.stores.close()
        self.database.close()


def _may_name(services: Services) -> Callable[[Inbound, str], bool]:
    """Whether whoever wrote a message may name this file there."""
    return lambda inbound, place: services.files.may_name(
        NamedFile(place, str(inbound.actor), str(inbound.channel))
    )


def _rates(settings: Settings) -> Rates:
    return Rates(settings.dataops_rate_person, settings.dataops_rate_channel, settings.dataops_rate_workspace)


def _waits(settings: Settings) -> Waits:
    return Waits(settings.dataops_remind_hours * 3600, settings.dataops_question_days * 24 * 3600)


def _address(settings: Settings) -> str:
    """Where people reach the service, as far as the settings tell: nobody else's machine, unless they do."""
    return settings.dataops_public_url or "http://127.0.0.1"


def open_service(settings: Settings, doors: Mapping[str, Door]) -> Service:
    """Put the service together; raises UserFacingError for settings that cannot work."""
    database = Database(settings.dataops_home / "dataops.db")
    access, records = open_access(settings, database), open_records(database)
    stores = open_stores(settings, database)
    services = open_services(settings, database, access.gate, NAMES, stores)
    contexts = ContextManager(
        services.sessions, services.artifacts, SnapshotStore(stores.snapshots, stores.blobs)
    )

    async def cancel(run_id: str, by: str) -> RunState | None:
        return await engine.cancel(run_id, by)  # it is made below

    presses = Presses(records, services.gate, cancel)
    links, shares = ArtifactLinks(database), ArtifactShares(database)
    bucket = S3Operations(settings=settings) if settings.artifact_bucket else None
    largest = settings.dataops_upload_mb << 20
    file_links = FileLinks(links, services.artifacts, settings.dataops_public_url, bucket, largest)
    delivery = Delivery(services, file_links)
    parts = Parts(
        services=services,
        access=access,
        records=records,
        presses=presses,
        links=links,
        shares=shares,
        contexts=contexts,
        executions=ExecutionHistoryManager(stores.executions),
        forgetting=Forgetting(
            doors,
            services,
            contexts,
            stores,
            records,
            ForgottenFiles(services, contexts, stores.blobs, links, shares),
            access.directory,
            database,
            cancel,
        ),
        auth=lambda: open_auth(
            settings, database, People(access.authorizer, access.directory), _address(settings)
        ),
        sharing=Sharing(doors, database, records, access.authorizer, delivery, shares),
        timezone=settings.dataops_timezone,
    )
    commands = Commands(services.registry, services.gate, built_in(parts))
    graph = LazyGraph(services, checkpoints_of(settings, database.path, records.runs.over))
    house = House(
        doors=doors,
        database=database,
        access=access,
        records=records,
        stores=stores,
        services=services,
        commands=commands,
        presses=presses,
        approvals=Approvals(records, access),
        patience=QuestionPatience(database, records.votes, _waits(settings)),
        rate_limits=RateLimits(database, _rates(settings)),
        introduction=Introduction(access.directory, access.authorizer),
        delivery=delivery,
        graph=graph,
        live=settings.enable_streaming,
    )
    lease = Lease(f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}", settings.dataops_lease_seconds)
    limits = Limits(settings.max_concurrent_workflows, settings.workflow_timeout)
    engine = RunEngine(records.runs, lambda run: Exchange(house, run), lease, limits)
    return Service(
        settings=settings,
        doors=doors,
        database=database,
        access=access,
        records=records,
        stores=stores,
        retention=Retention(settings, doors, services, contexts, stores, records, access),
        services=services,
        commands=commands,
        links=links,
        shares=shares,
        inbox=Inbox(database, records.questions, commands, _may_name(services)),
        engine=engine,
        patience=Patience(house, engine.wake),
        record_keeping=RecordKeeping(house),
        graph=graph,
        lease=lease,
    )
