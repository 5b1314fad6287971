"""The run a workflow node works for: its inputs, and where its artifacts go."""

import atexit
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from core.artifact import ArtifactMetadata, ArtifactType, safe_name
from core.artifact_store import ArtifactStore
from core.tools.asked_model import AskedModel
from core.tools.s3_location import is_s3
from core.tools.s3_operations import S3Operations


@dataclass(frozen=True, slots=True)
class Workspace:
    """What a node may know of its run. ``max_input_bytes`` bounds what may be unpacked or read at once.

    ``context`` is what the thread remembers, as in the workflow's input. ``model`` is there where a model is.
    """

    artifacts: ArtifactStore
    session_id: str
    run_id: str
    workflow_name: str
    max_input_bytes: int
    context: Mapping[str, Any] = field(default_factory=dict)
    model: AskedModel | None = None


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


def is_in_run() -> bool:
    """Whether somebody asked for what is done here; else a graph is tried out by hand."""
    return _current.get() is not None


def save_artifact(  # noqa: PLR0913 - what an artifact is, and what it comes from, is said by name
    name: str,
    content: Any,
    *,
    kind: str,
    created_by: str,
    parents: list[str],
    artifact_type: ArtifactType = ArtifactType.RESULT,
) -> str:
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
            artifact_type=artifact_type,
            name=name,
            kind=kind,
            created_by=created_by,
            run_id=workspace.run_id,
            parent_artifacts=parents,
            identity=f"{workspace.run_id}/{workspace.workflow_name}/{name}",
        ),
    )


def input_path(reference: str) -> tuple[str, Path]:
    """The name and a local file of an input: an artifact's id.

    By hand, outside any run, it may also be a path, or ``s3://bucket/key``: then the object as it is now.
    """
    workspace = _current.get()
    if workspace is None and is_s3(reference):
        return _fetched(reference)
    if workspace is None and Path(reference).is_file():
        return Path(reference).name, Path(reference)
    artifacts = current_workspace().artifacts
    return artifacts.get_artifact(reference).name, artifacts.path(reference)


def _fetched(address: str) -> tuple[str, Path]:
    """An object in a local file, read once a version."""
    s3 = S3Operations()
    found = s3.look(address)
    name = safe_name(found.location.name)
    path = _scratch_folder() / sha256(f"{found.location}/{found.version}".encode()).hexdigest() / name
    if not path.is_file():
        path.parent.mkdir(exist_ok=True)
        s3.download_file(address, path)
    return name, path


@cache
def _scratch_folder() -> Path:
    """A folder for trying a graph by hand; it goes away with the process."""
    temporary = tempfile.TemporaryDirectory(prefix="dataops-")
    atexit.register(temporary.cleanup)
    return Path(temporary.name)


@cache
def _scratch() -> Workspace:
    """A workspace for trying a graph by hand."""
    from core.storage.database import Database
    from core.storage.folder_blobs import FolderBlobs
    from core.storage.sqlite_artifact_records import SQLiteArtifactRecords

    folder = _scratch_folder()
    database = Database(folder / "dataops.db")
    atexit.register(database.close)
    store = ArtifactStore(SQLiteArtifactRecords(database), FolderBlobs(folder))
    return Workspace(store, "session_scratch", "run_scratch", "scratch", 256 << 20)
