"""How long everything is kept; whatever is older goes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

from bots.access import Access
from bots.records import Records
from core.artifact import Artifact
from core.chat.surface import Door
from core.context_manager import ContextManager
from core.contexts.files import files_in
from core.orchestrator.services import Services
from core.session import Session
from core.settings import Settings
from core.storage.opening import Stores

logger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Retention:
    """Asks each store to age what it holds. Blocking; each step can be done again, and fails for itself."""

    settings: Settings
    doors: Mapping[str, Door]
    services: Services
    contexts: ContextManager
    stores: Stores
    records: Records
    access: Access

    @property
    def sweeps(self) -> list[Callable[[], None]]:
        """What is to be done once a day; messages that are too old go before the others are archived."""
        return [self.delete_words, self.age_sessions, self.delete_artifacts, self.delete_audit]

    def age_sessions(self) -> None:
        """Archive conversations that are over."""
        _told("sessions_aged", self.services.sessions.cleanup_expired_sessions())

    def delete_artifacts(self) -> None:
        """Delete files whose time is over, unless they are needed when it is their turn."""
        _told("artifacts_deleted", self.services.artifacts.cleanup_expired_artifacts(self._is_needed))

    def _is_needed(self, artifact: Artifact) -> bool:
        """Whether a channel has it pinned, or a run that is not over may still read it."""
        if artifact.artifact_id in self.services.pins.pinned():
            return True
        waiting = map(self.stores.sessions.of_thread, self.records.history.unfinished_threads())
        return any(session is not None and _has(session, artifact) for session in waiting)

    def delete_words(self) -> None:
        """Delete messages, what was run for them, and what was kept to go on from."""
        moment = _ago(self.settings.dataops_keep_messages_days)
        _told("messages_deleted", self.services.sessions.delete_messages_before(moment))
        _told("checkpoints_deleted", self.contexts.delete_before(moment))
        _told("runs_deleted", self.records.retention.delete_before(moment))
        _told("executions_deleted", self.stores.executions.delete_before(moment))
        _told("people_deleted", self.stores.users.delete_before(moment))
        _told("posts_deleted", sum(door.delete_before(moment) for door in self.doors.values()))

    def delete_audit(self) -> None:
        """Delete the oldest lines of the audit."""
        moment = _ago(self.settings.dataops_keep_audit_days)
        _told("audit_deleted", self.access.audit.delete_before(moment))


def _has(session: Session, artifact: Artifact) -> bool:
    """Whether an artifact is of a session, or stands in what it remembers of its questions."""
    own = artifact.session_id == session.session_id
    return own or artifact.artifact_id in files_in(session.global_context)


def _ago(days: float) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


def _told(event: str, done: object) -> None:
    """Log what was done, if anything was."""
    if done:
        logger.info(event, done=str(done))
