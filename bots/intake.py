"""Fetching the files of a message into the artifacts, within the limit."""

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path

from core.artifact import ArtifactMetadata, ArtifactType, safe_name
from core.artifact_store import ArtifactStore
from core.chat.inbound import InboundFile
from core.chat.surface import Door
from core.contracts import WorkflowMetadata
from core.errors import UserFacingError
from core.orchestrator.state import FileRef

HEAD = 1 << 16
"""Bytes of a file that are looked at to tell its kind."""


class Intake:
    """Takes the files of one message in; a file that was taken in before a crash is not fetched again."""

    def __init__(
        self, artifacts: ArtifactStore, capabilities: Sequence[WorkflowMetadata], max_bytes: int
    ) -> None:
        self._artifacts = artifacts
        self._capabilities = capabilities
        self._max_bytes = max_bytes

    async def take(
        self, door: Door, files: Sequence[InboundFile], session_id: str, act: str
    ) -> list[FileRef]:
        """Store the files in order; raises UserFacingError for one that is empty, too large or out of reach."""
        if sum(file.size or 0 for file in files) > self._max_bytes:
            raise self._too_large()
        return [
            await self._take_one(door, file, session_id, f"{act}/{number}")
            for number, file in enumerate(files)
        ]

    async def _take_one(self, door: Door, file: InboundFile, session_id: str, identity: str) -> FileRef:
        name = safe_name(file.name)
        with tempfile.TemporaryDirectory(prefix="dataops-") as folder:
            path = Path(folder) / "content"
            await self._download(door, file, path)
            kind = await asyncio.to_thread(self._kind, name, path)
            metadata = ArtifactMetadata(
                session_id=session_id,
                workflow_name="intake",
                artifact_type=ArtifactType.CONTEXT,
                name=name,
                kind=kind,
                created_by="intake",
                identity=identity,
            )
            stored = await asyncio.to_thread(self._artifacts.store_artifact, path, metadata)
        return FileRef(artifact_id=stored, name=name)

    async def _download(self, door: Door, file: InboundFile, path: Path) -> None:
        """Write the content to a file, never more than the limit."""
        size = 0
        stream = await asyncio.to_thread(path.open, "wb")
        try:
            async for chunk in door.fetch(file):
                size += len(chunk)
                if size > self._max_bytes:
                    raise self._too_large()
                await asyncio.to_thread(stream.write, chunk)
        finally:
            await asyncio.to_thread(stream.close)
        if size == 0:
            raise UserFacingError(f"{safe_name(file.name)} is empty; attach the file with its content.")

    def _kind(self, name: str, path: Path) -> str:
        """The kind of the first file input that this file qualifies for."""
        with path.open("rb") as stream:
            head = stream.read(HEAD)
        for metadata in self._capabilities:
            parameter = metadata.file_parameter()
            if parameter is not None and parameter.kind and parameter.takes(name, head):
                return parameter.kind
        return "file"

    def _too_large(self) -> UserFacingError:
        limit = self._max_bytes >> 20
        return UserFacingError(
            f"That is more than the {limit} MB one message may bring; attach less, or split it."
        )
