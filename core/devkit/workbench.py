"""Where a workflow under test works: real stores in a temporary folder, nothing outside of it."""

import tempfile
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from core.artifact import Artifact, ArtifactMetadata, ArtifactType
from core.artifact_store import ArtifactStore
from core.contracts import WorkflowMetadata
from core.orchestrator.file_kinds import kind_of
from core.orchestrator.state import FileRef
from core.session import Session
from core.storage.database import Database
from core.storage.folder_blobs import FolderBlobs
from core.storage.sqlite_artifact_records import SQLiteArtifactRecords
from core.storage.sqlite_sessions import SQLiteSessionStore
from core.tools.asked_model import AskedModel
from core.tools.workspace import Workspace

MAX_INPUT_BYTES = 256 << 20
"""As many as the service reads at once unless its settings say otherwise."""

NOTHING_REMEMBERED: dict[str, Any] = {"remembered": {}, "doubtful": {}, "inherited": [], "new_inputs": True}
"""The context of a thread in which nothing was asked before."""


class Workbench:
    """The embedded stores in a folder that goes away with this object."""

    def __init__(self) -> None:
        temporary = tempfile.TemporaryDirectory(prefix="dataops-harness-", ignore_cleanup_errors=True)
        self.folder = Path(temporary.name)
        self.database = Database(self.folder / "dataops.db")
        self.blobs = FolderBlobs(self.folder)
        self.artifacts = ArtifactStore(SQLiteArtifactRecords(self.database), self.blobs)
        self.session_id = Session(user_id="harness").session_id
        self._end = weakref.finalize(self, _clear, self.database, temporary)

    def close(self) -> None:
        """Close the stores and remove the folder; again it does nothing."""
        self._end()

    def workspace(self, workflow_name: str, model: AskedModel | None) -> Workspace:
        """The workspace of another run."""
        return Workspace(
            artifacts=self.artifacts,
            session_id=self.session_id,
            run_id=f"run_{uuid4().hex}",
            workflow_name=workflow_name,
            max_input_bytes=MAX_INPUT_BYTES,
            context=NOTHING_REMEMBERED,
            model=model,
        )

    def store_file(self, path: Path, kind: str) -> str:
        """Keep a file as if a person had attached it; its artifact's id."""
        return self.artifacts.store_artifact(
            path,
            ArtifactMetadata(
                session_id=self.session_id,
                workflow_name="harness",
                artifact_type=ArtifactType.CONTEXT,
                name=path.name,
                kind=kind,
            ),
        )

    def attach(self, path: Path, capabilities: Sequence[WorkflowMetadata]) -> FileRef:
        """Keep a file of a message, as the kind that a workflow reads it as."""
        artifact_id = self.store_file(path, kind_of(path.name, path, capabilities))
        return FileRef(artifact_id=artifact_id, name=path.name)

    def open_session(self, session: Session) -> None:
        """Keep the session of a conversation."""
        SQLiteSessionStore(self.database).add(session)

    def made(self) -> list[Artifact]:
        """What workflows have made here so far, oldest first; the files that they were given are left out."""
        return [
            each
            for each in self.artifacts.list_artifacts(self.session_id)
            if each.artifact_type is not ArtifactType.CONTEXT
        ]


def _clear(database: Database, temporary: "tempfile.TemporaryDirectory[str]") -> None:
    database.close()
    temporary.cleanup()
