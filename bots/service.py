"""The composition root: every part, chosen by the settings, put together once."""

import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from bots.approvals import Approvals
from bots.commands.built_in import Parts, built_in
from bots.commands.names import NAMES
from bots.commands.table import Commands
from bots.delivery import Delivery
from bots.exchange import Exchange
from bots.file_links import FileLinks
from bots.house import House
from bots.introduction import Introduction
from bots.patience import Patience
from bots.presses import Presses
from bots.sharing import Sharing
from bots.tokens import open_auth
from core.access.audit import AuditLog
from core.access.authorizer import PolicyAuthorizer
from core.access.directory import Directory
from core.access.gate import Gate
from core.access.people import People
from core.access.policy_book import PolicyBook
from core.artifact_links import ArtifactLinks
from core.artifact_shares import ArtifactShares
from core.chat.inbound import Inbound
from core.chat.surface import Door
from core.orchestrator.embedded import embedded_services
from core.orchestrator.lazy_graph import LazyGraph
from core.orchestrator.named_files import NamedFile
from core.orchestrator.services import Services
from core.runs.approval_votes import ApprovalVotes
from core.runs.engine import Limits, RunEngine
from core.runs.feedback import FeedbackBook
from core.runs.inbox import Inbox
from core.runs.patience import QuestionPatience, Waits
from core.runs.rate_limits import RateLimits, Rates
from core.runs.run_history import RunHistory
from core.runs.run_store import Lease, RunStore
from core.runs.schedule_book import ScheduleBook
from core.runs.step_records import StepRecords
from core.settings import Settings
from core.storage.database import Database
from core.tools.s3_operations import S3Operations

DEMO_POLICY = Path(__file__).parent / "demo_policy.yaml"


@dataclass(frozen=True, slots=True)
class Service:
    """A running process's parts. ``lease`` is this process's hold on its runs."""

    settings: Settings
    doors: Mapping[str, Door]
    database: Database
    policy: PolicyBook
    schedules: ScheduleBook
    directory: Directory
    authorizer: PolicyAuthorizer
    audit: AuditLog
    services: Services
    commands: Commands
    links: ArtifactLinks
    shares: ArtifactShares
    runs: RunStore
    history: RunHistory
    inbox: Inbox
    engine: RunEngine
    patience: Patience
    graph: LazyGraph
    lease: Lease

    async def close(self) -> None:
        """Close what holds files open."""
        await self.graph.close()
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
    """Put the embedded service together; raises UserFacingError for settings that cannot work."""
    database = Database(settings.dataops_home / "dataops.db")
    book = PolicyBook(settings.dataops_policy or DEMO_POLICY, database)
    directory = Directory(database)
    authorizer = PolicyAuthorizer(lambda: book.policy, directory)
    audit = AuditLog(database)
    services = embedded_services(settings, database, Gate(authorizer, audit), NAMES)
    runs, history = RunStore(database), RunHistory(database)
    steps = StepRecords(database)
    votes = ApprovalVotes(database)
    feedback, schedules = FeedbackBook(database), ScheduleBook(database)
    presses = Presses(runs, steps, feedback, services.gate, lambda run_id, by: engine.cancel(run_id, by))  # noqa: PLW0108 - it is made below
    links, shares = ArtifactLinks(database), ArtifactShares(database)
    bucket = S3Operations(settings=settings) if settings.artifact_bucket else None
    file_links = FileLinks(links, settings.dataops_public_url, bucket, settings.dataops_upload_mb << 20)
    delivery = Delivery(services, file_links)
    parts = Parts(
        services=services,
        history=history,
        presses=presses,
        links=links,
        book=book,
        authorizer=authorizer,
        audit=audit,
        feedback=feedback,
        auth=lambda: open_auth(settings, database, People(authorizer, directory), _address(settings)),
        sharing=Sharing(doors, database, runs, history, authorizer, delivery, shares),
        schedules=schedules,
        timezone=settings.dataops_timezone,
    )
    commands = Commands(services.registry, services.gate, built_in(parts))
    graph = LazyGraph(services, database.path, runs.over)
    house = House(
        doors=doors,
        database=database,
        runs=runs,
        steps=steps,
        authorizer=authorizer,
        services=services,
        commands=commands,
        presses=presses,
        approvals=Approvals(runs, history, votes, services.gate, authorizer),
        patience=QuestionPatience(database, votes, _waits(settings)),
        rate_limits=RateLimits(database, _rates(settings)),
        introduction=Introduction(directory, authorizer),
        delivery=delivery,
        graph=graph,
        live=settings.enable_streaming,
    )
    lease = Lease(f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}", settings.dataops_lease_seconds)
    limits = Limits(settings.max_concurrent_workflows, settings.workflow_timeout)
    engine = RunEngine(runs, lambda run: Exchange(house, run), lease, limits)
    return Service(
        settings=settings,
        doors=doors,
        database=database,
        policy=book,
        schedules=schedules,
        directory=directory,
        authorizer=authorizer,
        audit=audit,
        services=services,
        commands=commands,
        links=links,
        shares=shares,
        runs=runs,
        history=history,
        inbox=Inbox(database, runs, commands, _may_name(services)),
        engine=engine,
        patience=Patience(house, engine.wake),
        graph=graph,
        lease=lease,
    )
