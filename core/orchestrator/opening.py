"""The orchestrator's parts, as the settings say."""

import structlog

from core.access.audit import AuditLog
from core.access.authorizer import AllowAll
from core.access.gate import Gate
from core.artifacts.opening import open_artifacts
from core.model.model import Model
from core.model.opening import open_model
from core.orchestrator.installed_workflows import folders, open_registry
from core.orchestrator.intent import IntentDetector
from core.orchestrator.lexical.router import LexicalRouter
from core.orchestrator.model_detector import ModelDetector
from core.orchestrator.named_files import NamedFiles
from core.orchestrator.object_copies import ObjectCopies
from core.orchestrator.services import Services
from core.pin_board import PinBoard
from core.session_manager import SessionManager, ages_of
from core.settings import Settings
from core.storage.database import Database
from core.storage.opening import Stores, open_stores
from core.tools.readable_paths import ReadablePaths
from core.tools.s3_operations import S3Operations

logger = structlog.get_logger()


def open_services(
    settings: Settings,
    database: Database,
    gate: Gate | None = None,
    commands: tuple[str, ...] = (),
    stores: Stores | None = None,
) -> Services:
    """Everything the nodes need; without a gate the caller may do everything.

    Without ``stores`` those that the settings name are opened. Raises UserFacingError.
    """
    stores = stores or open_stores(settings, database)
    registry = open_registry(settings, commands)
    for problem in registry.problems:
        logger.warning("workflow_not_loaded", source=problem.source, reason=problem.reason)
    artifacts = open_artifacts(settings, stores.artifacts, stores.blobs)
    gate = gate or Gate(AllowAll(), AuditLog(database))
    model = open_model(settings, database, gate, stores.answers)
    objects = ObjectCopies(S3Operations(settings=settings), artifacts, registry.all_metadata)
    paths = ReadablePaths(folders(settings.dataops_read_roots))
    return Services(
        registry=registry,
        detector=open_detector(model),
        sessions=SessionManager(stores.sessions, stores.archives, ages_of(settings)),
        artifacts=artifacts,
        pins=PinBoard(database),
        authorizer=gate.authorizer,
        gate=gate,
        files=NamedFiles(paths, objects, artifacts, gate),
        objects=objects,
        max_input_bytes=settings.max_input_mb << 20,
        model=model,
        explains=settings.dataops_model_explains,
        commands=commands,
    )


def open_detector(model: Model | None) -> IntentDetector:
    """Words alone, or a model where there is one; the same contract."""
    router = LexicalRouter()
    return router if model is None else ModelDetector(model, router)
