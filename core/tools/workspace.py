"""The run a workflow node works for: its inputs, and where its artifacts go."""

import atexit
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.artifact import ArtifactMetadata, ArtifactType
from core.artifact_store import ArtifactStore


@dataclass(frozen=True, slots=True)
class Workspace:
    """What a node may know of its run. ``max_input_bytes`` bounds what may be unpacked or read at once."""

    artifacts: ArtifactStore
    session_id: str
    run_id: str
    workflow_name: str
    max_input_bytes: int


_current: ContextVar[Workspace | None] = ContextVar("workspace", default=None)


@contextmanager
def working_in(workspace: Workspace) -> Iterator[None]:
    """Make a workspace the current one for everything called inside."""
    token = _current.set(workspace)
    try:
        yield
    finally:
        _current.reset(token)


def current_workspace() -> Workspace:
    """The workspace of the run; outside any run (a graph tried out by hand) one in a temporary folder."""
    return _current.get() or _scratch()


def save_artifact(name: str, content: Any, *, kind: str, created_by: str, parents: list[str]) -> str:
    """Store a result of this run and return its id.

    ``content`` is text, bytes, JSON-like data, a path or an iterable of bytes. A node that runs again after
    a crash replaces what it stored before. ``parents`` are the ids of the artifacts it was made from.
    """
    workspace = current_workspace()
    return workspace.artifacts.store_artifact(
        content,
        ArtifactMetadata(
            session_id=workspace.session_id,
            workflow_name=workspace.workflow_name,
            artifact_type=ArtifactType.RESULT,
            name=name,
            kind=kind,
            created_by=created_by,
            parent_artifacts=parents,
            identity=f"{workspace.run_id}/{workspace.workflow_name}/{name}",
        ),
    )


def input_path(reference: str) -> tuple[str, Path]:
    """The name and a local file of an input: an artifact's id; by hand, outside any run, also a path."""
    workspace = _current.get()
    if workspace is None and Path(reference).is_file():
        return Path(reference).name, Path(reference)
    artifacts = current_workspace().artifacts
    return artifacts.get_artifact(reference).name, artifacts.path(reference)


@cache
def _scratch() -> Workspace:
    """A workspace for trying a graph by hand; it goes away with the process."""
    from core.storage.artifact_records import SQLiteArtifactRecords
    from core.storage.database import Database
    from core.storage.folder_blobs import FolderBlobs

    temporary = tempfile.TemporaryDirectory(prefix="dataops-")
    atexit.register(temporary.cleanup)
    folder = Path(temporary.name)
    database = Database(folder / "dataops.db")
    atexit.register(database.close)
    store = ArtifactStore(SQLiteArtifactRecords(database), FolderBlobs(folder))
    return Workspace(store, "session_scratch", "run_scratch", "scratch", 256 << 20)
