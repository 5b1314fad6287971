"""Fetching the files of a message into the artifacts, within the limit."""

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path

from core.artifact import Artifact, ArtifactMetadata, ArtifactType, safe_name
from core.artifact_store import ArtifactStore
from core.chat.inbound import InboundFile
from core.chat.surface import Door
from core.contracts import WorkflowMetadata
from core.errors import UserFacingError
from core.orchestrator.file_kinds import kind_of
from core.orchestrator.state import FileRef

INTAKE = "intake"
"""Who made an artifact that a person brought along."""


class Intake:
    """Takes the files of one message in; a file that was taken in before a crash is not fetched again."""

    def __init__(
        self,
        artifacts: ArtifactStore,
        capabilities: Sequence[WorkflowMetadata],
        max_bytes: int,
        run_id: str = "",
    ) -> None:
        self._artifacts = artifacts
        self._capabilities = capabilities
        self._max_bytes = max_bytes
        self._run_id = run_id

    async def take(
        self, door: Door, files: Sequence[InboundFile], session_id: str, act: str
    ) -> list[FileRef]:
        """Store the files in order; raises UserFacingError for an empty one, and for too much in all."""
        if sum(file.size or 0 for file in files) > self._max_bytes:
            raise self._too_large()
        budget = self._max_bytes
        taken: list[FileRef] = []
        for number, file in enumerate(files):
            metadata = self._metadata(session_id, safe_name(file.name), f"{act}/{number}")
            artifact = await asyncio.to_thread(self._taken, metadata)
            artifact = artifact or await self._take_one(door, file, metadata, budget)
            budget -= artifact.size_bytes
            taken.append(FileRef(artifact_id=artifact.artifact_id, name=artifact.name))
        return taken

    def _taken(self, metadata: ArtifactMetadata) -> Artifact | None:
        """What was taken in before, as whatever kind it was found to be."""
        files = (each.file_parameter() for each in self._capabilities)
        kinds = {"file", *(file.kind for file in files if file is not None)}
        ids = {metadata.model_copy(update={"kind": kind}).new_id() for kind in kinds}
        known = self._artifacts.list_artifacts(metadata.session_id)
        return next((artifact for artifact in known if artifact.artifact_id in ids), None)

    async def _take_one(
        self, door: Door, file: InboundFile, metadata: ArtifactMetadata, budget: int
    ) -> Artifact:
        """Fetch one file and store it as the kind it is."""
        folder = await asyncio.to_thread(tempfile.TemporaryDirectory, prefix="dataops-")
        try:
            path = Path(folder.name) / "content"
            await self._download(door, file, path, budget)
            return await asyncio.to_thread(self._stored, path, metadata)
        finally:
            await asyncio.to_thread(folder.cleanup)

    def _stored(self, path: Path, metadata: ArtifactMetadata) -> Artifact:
        """Store a fetched file as the kind it is."""
        metadata = metadata.model_copy(update={"kind": kind_of(metadata.name, path, self._capabilities)})
        return self._artifacts.get_artifact(self._artifacts.store_artifact(path, metadata))

    async def _download(self, door: Door, file: InboundFile, path: Path, budget: int) -> None:
        """Write the content to a file, never more bytes than the budget."""
        size = 0
        stream = await asyncio.to_thread(path.open, "wb")
        try:
            async for chunk in door.fetch(file):
                size += len(chunk)
                if size > budget:
                    raise self._too_large()
                await asyncio.to_thread(stream.write, chunk)
        finally:
            await asyncio.to_thread(stream.close)
        if size == 0:
            raise UserFacingError(f"{safe_name(file.name)} is empty; attach the file with its content.")

    def _too_large(self) -> UserFacingError:
        limit = self._max_bytes >> 20
        return UserFacingError(
            f"That is more than the {limit} MB one message may bring; attach less, or split it."
        )

    def _metadata(self, session_id: str, name: str, identity: str) -> ArtifactMetadata:
        """A file that a person brought; its kind is known once its content is there."""
        return ArtifactMetadata(
            session_id=session_id,
            workflow_name=INTAKE,
            artifact_type=ArtifactType.CONTEXT,
            name=name,
            created_by=INTAKE,
            run_id=self._run_id,
            identity=identity,
        )
