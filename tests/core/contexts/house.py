"""Threads with their contexts, and a look at what is stored of them."""

from pathlib import Path
from typing import Any

from core.context_manager import ContextManager
from core.contexts.snapshot_store import SnapshotStore
from core.orchestrator.asked import Asked
from core.orchestrator.memory import remember_inputs, remember_question
from core.orchestrator.services import Services
from core.storage.folder_blobs import FolderBlobs
from core.storage.sqlite_snapshots import SQLiteSnapshots


class House:
    """Threads with their contexts, and a look at what is stored of them."""

    def __init__(self, services: Services, records: SQLiteSnapshots, folder: Path) -> None:
        self.services = services
        self.records = records
        self.folder = folder
        self.snapshots = SnapshotStore(records, FolderBlobs(folder))
        self.contexts = ContextManager(services.sessions, services.artifacts, self.snapshots)

    def thread(self) -> str:
        return self.services.sessions.create_session("ana").session_id

    def file(self, session_id: str, name: str = "a.lst", content: str = "x\ny\n") -> str:
        """A file that somebody brought along, as the thread's latest listing; its id."""
        artifact_id = self.services.artifacts.store_artifact(
            content, session_id=session_id, workflow_name="user", name=name, kind="listing"
        )
        remember_inputs(self.services, session_id, [artifact_id])
        return artifact_id

    def ask(self, session_id: str, run_id: str, **parameters: Any) -> None:
        asked = Asked(run_id=run_id, workflow="line_counter", parameters=parameters)
        remember_question(self.services, session_id, asked)

    def say(self, session_id: str, text: str = "hello") -> str:
        return self.services.sessions.add_message(session_id, role="user", content=text).message_id

    def context(self, session_id: str) -> dict[str, Any]:
        """What the thread goes on from."""
        known = self.services.sessions.get_session(session_id).global_context
        return {name: value for name, value in known.items() if value}

    def contents(self) -> list[Path]:
        return sorted(path for path in (self.folder / "contexts").rglob("*") if path.is_file())
