"""What the orchestrator's nodes work with."""

from dataclasses import dataclass

from core.access.authorizer import Authorizer
from core.access.gate import Gate
from core.artifact_store import ArtifactStore
from core.model.model import Model
from core.orchestrator.intent import IntentDetector
from core.orchestrator.named_files import NamedFiles
from core.orchestrator.object_copies import ObjectCopies
from core.pin_board import PinBoard
from core.session_manager import SessionManager
from core.workflow_registry import WorkflowRegistry


@dataclass(frozen=True, slots=True)
class Services:
    """Chosen once, where the service is put together. ``commands`` are the built-in words.

    With ``explains`` the ``model`` adds explanations to answers.
    """

    registry: WorkflowRegistry
    detector: IntentDetector
    sessions: SessionManager
    artifacts: ArtifactStore
    pins: PinBoard
    authorizer: Authorizer
    gate: Gate
    files: NamedFiles
    objects: ObjectCopies
    max_input_bytes: int
    commands: tuple[str, ...] = ()
    model: Model | None = None
    explains: bool = False
