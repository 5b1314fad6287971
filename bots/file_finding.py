"""Finding the file that a message speaks of and does not bring, before anybody is asked for it."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bots.intake import Intake
from core.chat.inbound import Inbound, InboundFile
from core.chat.nearby_files import NearbyFiles
from core.chat.surface import Door
from core.contracts import WorkflowInputParameter, WorkflowResponse
from core.orchestrator.file_kinds import HEAD
from core.orchestrator.memory import remember_inputs
from core.orchestrator.services import Services
from core.orchestrator.state import FileRef

MOST = 10
"""Files that are taken from a thread, or offered to choose from."""


@dataclass(frozen=True, slots=True)
class Found:
    """Files that are taken, or else those to choose from."""

    taken: Sequence[FileRef] = ()
    offered: tuple[InboundFile, ...] = ()


class FileFinding:
    """Looks around one message: takes what stands in its thread, offers what was shared beside it.

    A thread that has an input of the kind already has been asked about it: then its other files are offered.
    """

    def __init__(self, services: Services, door: Door, intake: Intake, session_id: str) -> None:
        self._services = services
        self._door = door
        self._intake = intake
        self._session_id = session_id
        self._near: NearbyFiles | None = None
        self._took = False

    async def for_input(self, inbound: Inbound, parameter: WorkflowInputParameter) -> Found:
        """What a workflow can take for an input that it asks for; raises UserFacingError for a bad file."""
        near = await self._nearby(inbound)
        thread = _first(each for each in near.thread if parameter.could_take(each.name))
        if thread and not self._took and parameter.kind not in await asyncio.to_thread(self._remembered):
            files = await self._take(thread)
            return Found(taken=await asyncio.to_thread(self._fitting, files, parameter))
        channel = _first(each for each in near.channel if parameter.could_take(each.name))
        return Found(offered=channel or thread)

    async def alone(self, inbound: Inbound) -> list[FileRef]:
        """The newest file of the thread that any workflow can take, for a message without a word."""
        if await asyncio.to_thread(self._remembered):
            return []
        near = await self._nearby(inbound)
        inputs = [each.file_parameter() for each in self._services.registry.all_metadata()]
        fitting = (
            file for file in near.thread if any(each and each.could_take(file.name) for each in inputs)
        )
        return await self._take(_first(fitting)[:1])

    async def remember(self, found: Found, parameter: WorkflowInputParameter) -> None:
        """Keep what was taken as the thread's.

        Not before the graph has it: a step that runs again must not find it where it found nothing before.
        """
        ids = [file["artifact_id"] for file in found.taken]
        given = (self._services, self._session_id, ids, parameter.kind)
        await asyncio.to_thread(remember_inputs, *given)

    async def _nearby(self, inbound: Inbound) -> NearbyFiles:
        """What the door knows; it is asked once."""
        if self._near is None:
            self._near = await self._door.files_near(inbound)
        return self._near

    async def _take(self, files: tuple[InboundFile, ...]) -> list[FileRef]:
        """Store as many of the files as one message may bring, each once in a thread."""
        self._took = True
        chosen, left = list[InboundFile](), self._services.max_input_bytes
        for file in files:
            left -= file.size or 0
            if left >= 0 or not chosen:
                chosen.append(file)
        act = identity(self._session_id, chosen)
        return await self._intake.take(self._door, chosen, self._session_id, act)

    def _remembered(self) -> dict[str, object]:
        """The thread's inputs by kind."""
        session = self._services.sessions.get_session(self._session_id)
        return dict(session.global_context.get("inputs", {}))

    def _fitting(self, files: Sequence[FileRef], parameter: WorkflowInputParameter) -> list[FileRef]:
        """Those that qualify now that their content is known."""
        return [file for file in files if self._fits(file, parameter)]

    def _fits(self, file: FileRef, parameter: WorkflowInputParameter) -> bool:
        if not parameter.suffixes and parameter.content is None:
            return True
        with self._services.artifacts.path(file["artifact_id"]).open("rb") as stream:
            return parameter.takes(file["name"], stream.read(HEAD))


def identity(session_id: str, files: Sequence[InboundFile]) -> str:
    """The same for the same files in a thread, so that no follow-up fetches them again."""
    return "\n".join((session_id, *(f"{file.locator} {file.size}" for file in files)))


def telling(response: WorkflowResponse, found: Sequence[FileRef]) -> WorkflowResponse:
    """A response that says which files nobody attached to the message."""
    if not found or response.metadata.get("source") or not response.metadata.get("uses_inputs", True):
        return response
    source = f"From {', '.join(file['name'] for file in found)}, shared in this thread."
    return response.model_copy(update={"metadata": response.metadata | {"source": source}})


def _first(files: Iterable[InboundFile]) -> tuple[InboundFile, ...]:
    """The likeliest files, of several with one name the first; none that is known to be empty."""
    by_name: dict[str, InboundFile] = {}
    for file in files:
        if file.size != 0:
            by_name.setdefault(file.name.strip().casefold(), file)
    return tuple(by_name.values())[:MOST]
