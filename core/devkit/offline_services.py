"""The orchestrator's parts around one workflow: real ones, in a folder, without the environment."""

from core.access.audit import AuditLog
from core.access.authorizer import AllowAll
from core.access.gate import Gate
from core.base_workflow import BaseWorkflow
from core.devkit.mock_model import silent_model
from core.devkit.workbench import MAX_INPUT_BYTES, Workbench
from core.model.budgets import Budgets
from core.model.chat import Chat
from core.model.model import Model
from core.model.spending import Prices
from core.orchestrator.lexical.router import LexicalRouter
from core.orchestrator.named_files import NamedFiles
from core.orchestrator.object_copies import ObjectCopies
from core.orchestrator.services import Services
from core.pin_board import PinBoard
from core.session_manager import SessionManager
from core.settings import Settings
from core.storage.sqlite_sessions import SQLiteSessionStore
from core.tools.readable_paths import ReadablePaths
from core.tools.s3_operations import S3Operations
from core.workflow_registry import WorkflowRegistry

MODEL_SECONDS = 30.0
MODEL_TOKENS = 1_000


def offline_services(workflow: BaseWorkflow, workbench: Workbench, *, has_model: bool) -> Services:
    """Everything is allowed; only this workflow is there. A model is one that somebody stands in for."""
    registry = WorkflowRegistry(())
    registry.register(workflow)
    gate = Gate(AllowAll(), AuditLog(workbench.database))
    s3 = S3Operations(settings=Settings.model_construct())
    objects = ObjectCopies(s3, workbench.artifacts, registry.all_metadata)
    return Services(
        registry=registry,
        detector=LexicalRouter(),
        sessions=SessionManager(SQLiteSessionStore(workbench.database)),
        artifacts=workbench.artifacts,
        pins=PinBoard(workbench.database),
        authorizer=gate.authorizer,
        gate=gate,
        files=NamedFiles(ReadablePaths([]), objects, workbench.artifacts, gate),
        objects=objects,
        max_input_bytes=MAX_INPUT_BYTES,
        model=_model(workbench, gate) if has_model else None,
    )


def _model(workbench: Workbench, gate: Gate) -> Model:
    """A model without budgets that workflows may ask; it has no part in understanding messages."""
    chat = Chat("mock", silent_model(), MODEL_SECONDS)
    return Model(chat, gate, Budgets(workbench.database, {}), Prices(), MODEL_TOKENS)
