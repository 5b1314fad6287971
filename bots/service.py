"""The composition root: every part, chosen by the settings, put together once."""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from bots.commands import NAMES, Commands
from bots.exchange import Exchange, House
from core.access.authorizer import PolicyAuthorizer
from core.access.policy import Policy
from core.artifact_store import ArtifactStore
from core.chat.surface import Door
from core.orchestrator.intent import IntentDetector
from core.orchestrator.lazy_graph import LazyGraph
from core.orchestrator.router import LexicalRouter
from core.orchestrator.services import Services
from core.pin_board import PinBoard
from core.runs.engine import Limits, RunEngine
from core.runs.inbox import Inbox
from core.runs.run_store import Lease, RunStore
from core.session_manager import SessionManager
from core.settings import Settings
from core.storage.artifact_records import SQLiteArtifactRecords
from core.storage.database import Database
from core.storage.folder_blobs import FolderBlobs
from core.storage.session_store import SQLiteSessionStore
from core.tools.readable_paths import ReadablePaths
from core.workflow_registry import SHIPPED, WorkflowRegistry

DEMO_POLICY = Path(__file__).parent / "demo_policy.yaml"


@dataclass(frozen=True, slots=True)
class Service:
    """A running process's parts. ``lease`` is this process's hold on its runs."""

    settings: Settings
    database: Database
    services: Services
    runs: RunStore
    inbox: Inbox
    engine: RunEngine
    graph: LazyGraph
    lease: Lease

    async def close(self) -> None:
        """Close what holds files open."""
        await self.graph.close()
        self.database.close()


def open_service(settings: Settings, doors: Mapping[str, Door]) -> Service:
    """Put the embedded service together; raises UserFacingError for settings that cannot work."""
    policy = Policy.load(settings.dataops_policy or DEMO_POLICY)
    database = Database(settings.dataops_home / "dataops.db")
    authorizer = PolicyAuthorizer(policy)
    services = _services(settings, database, authorizer)
    runs = RunStore(database)
    commands = Commands(services, runs)
    graph = LazyGraph(services, database.path)
    house = House(doors, database, runs, authorizer, services, commands, graph, settings.enable_streaming)
    lease = Lease(f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}", settings.dataops_lease_seconds)
    limits = Limits(settings.max_concurrent_workflows, settings.workflow_timeout)
    return Service(
        settings=settings,
        database=database,
        services=services,
        runs=runs,
        inbox=Inbox(database, runs, commands.bypass_lane),
        engine=RunEngine(runs, lambda run: Exchange(house, run), lease, limits),
        graph=graph,
        lease=lease,
    )


def open_registry(settings: Settings) -> WorkflowRegistry:
    """The workflows of the installation, of the folders in the settings, and of installed packages."""
    folders = [Path(folder).expanduser() for folder in settings.dataops_workflows.split(os.pathsep) if folder]
    registry = WorkflowRegistry((SHIPPED, *folders))
    registry.discover_workflows()
    return registry


def open_detector(settings: Settings) -> IntentDetector:
    """Words alone, or a Bedrock model where one is named; the same contract."""
    router = LexicalRouter()
    if settings.bedrock_model_id is None:
        return router
    from core.orchestrator.model_detector import ModelDetector

    return ModelDetector.on_bedrock(settings.bedrock_model_id, settings.aws_region, router)


def _services(settings: Settings, database: Database, authorizer: PolicyAuthorizer) -> Services:
    roots = [Path(root).expanduser() for root in settings.dataops_read_roots.split(os.pathsep) if root]
    return Services(
        registry=open_registry(settings),
        detector=open_detector(settings),
        sessions=SessionManager(SQLiteSessionStore(database)),
        artifacts=ArtifactStore(SQLiteArtifactRecords(database), FolderBlobs(settings.dataops_home)),
        pins=PinBoard(database),
        authorizer=authorizer,
        paths=ReadablePaths(roots),
        max_input_bytes=settings.max_input_mb << 20,
        commands=NAMES,
    )
