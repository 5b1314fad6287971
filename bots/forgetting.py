"""Forgetting what was said and made in a thread, or by a person; and looking again whether it is gone."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from bots.intake import INTAKE, taken_as
from bots.records import Records
from core.access.directory import Directory
from core.chat.inbound import Actor
from core.chat.surface import Door
from core.chat.thread_ref import ThreadRef
from core.context_manager import ContextManager
from core.errors import UserFacingError
from core.orchestrator.services import Services
from core.runs.run import Run
from core.session import session_id_of
from core.storage.database import Database
from core.storage.opening import Stores

STOP_SECONDS = 10.0
"""How long running work may take to stop before it is forgotten."""

Cancel = Callable[[str, str], Awaitable[Any]]
"""Cancels a run (its id) in the name of a person."""


@dataclass(frozen=True, slots=True)
class Found:
    """What there is: runs that hold words or an answer, messages (archived ones too), files, checkpoints."""

    runs: int = 0
    messages: int = 0
    files: int = 0
    checkpoints: int = 0

    def __add__(self, other: "Found") -> "Found":
        return Found(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))

    def __str__(self) -> str:
        counts = ((getattr(self, each.name), each.name) for each in fields(self))
        return ", ".join(f"{n:,} {name if n != 1 else name[:-1]}" for n, name in counts if n) or "nothing"


@dataclass(frozen=True, slots=True)
class Forgetting:
    """Deletes in every store, each of which may be asked again after a crash.

    Ids stay: marks against repeated deliveries, and the audit. What a platform shows stays there.
    """

    doors: Mapping[str, Door]
    services: Services
    contexts: ContextManager
    stores: Stores
    records: Records
    directory: Directory
    database: Database
    cancel: Cancel

    def in_thread(self, thread: ThreadRef, besides: str) -> Found:
        """What there is of a thread, without one run. Blocking."""
        session_id, run_ids = session_id_of(str(thread)), self._runs_in(thread, besides)
        said, made = self.services.sessions.left(str(thread)), self.services.artifacts.left(session_id)
        return Found(
            runs=self.records.retention.left(run_ids),
            messages=said.messages + said.archived,
            files=max(made.artifacts, made.contents),
            checkpoints=self.contexts.left(session_id).records,
        )

    async def thread(self, thread: ThreadRef, run: Run) -> None:
        """Forget a thread; ``run`` is the one that does it, which goes on.

        Raises UserFacingError while work that was stopped has not come to its end.
        """
        run_ids = await asyncio.to_thread(self._runs_in, thread, run.run_id)
        await self._stop(run_ids, str(run.inbound.actor))
        await self._drop_files(run_ids)
        await asyncio.to_thread(self._forget_thread, thread, run_ids)
        await self.doors[thread.channel.platform].forget(thread)
        await asyncio.to_thread(self.database.settle)

    def of_person(self, person: Actor, besides: str) -> Found:
        """What there is of a person, without one run. Blocking."""
        run_ids = self._runs_of(person, besides)
        said = self.services.sessions.left_of_person(str(person), [*run_ids, besides])
        return Found(
            runs=self.records.retention.left(run_ids),
            messages=said.messages + said.archived,
            files=len(self.services.artifacts.find_artifacts(self._files_of(run_ids))),
        )

    async def person(self, person: Actor, run: Run) -> None:
        """Forget a person: threads that only they wrote in as a whole, of others what is theirs.

        ``run`` is the one that does it, which goes on. Raises UserFacingError as ``thread`` does.
        """
        run_ids = await asyncio.to_thread(self._runs_of, person, run.run_id)
        await self._stop(run_ids, str(run.inbound.actor))
        threads = await asyncio.to_thread(self._threads_of, run_ids)
        own = [each for each in threads if await asyncio.to_thread(self._is_alone, each, person)]
        for thread in own:
            await self.thread(thread, run)
        await self._drop_files(run_ids)
        await self._drop_posts(run_ids)
        await asyncio.to_thread(self._forget_person, person, run_ids, [*run_ids, run.run_id])
        await asyncio.to_thread(self.database.settle)

    def _forget_thread(self, thread: ThreadRef, run_ids: Sequence[str]) -> None:
        """Each step finds its own by the thread alone: after a crash between two it can be asked again."""
        session_id = session_id_of(str(thread))
        artifacts = self.services.artifacts
        self.services.pins.drop([each.artifact_id for each in artifacts.list_artifacts(session_id)])
        artifacts.forget(session_id)
        self.contexts.forget(session_id)
        self.services.sessions.forget(str(thread))
        self.stores.executions.forget_runs(run_ids)
        self.records.retention.forget(run_ids)

    def _forget_person(self, person: Actor, run_ids: Sequence[str], answered: Sequence[str]) -> None:
        files = self._files_of(run_ids)
        self.services.pins.drop(files)
        self.services.artifacts.forget_artifacts(files)
        for thread in self._threads_of(run_ids):  # a checkpoint holds what everybody asked there
            self.contexts.forget(session_id_of(str(thread)))
        self.services.sessions.forget_person(str(person), answered)
        self.records.schedules.forget(person)
        self.directory.forget(str(person))
        self.stores.executions.forget_person(str(person))
        self.stores.users.forget_person(str(person))
        self.records.retention.forget(run_ids)

    async def _stop(self, run_ids: Sequence[str], by: str) -> None:
        """End what is not over."""
        for run_id in await asyncio.to_thread(self._unfinished, run_ids):
            await self.cancel(run_id, by)
        try:
            async with asyncio.timeout(STOP_SECONDS):
                while await asyncio.to_thread(self._unfinished, run_ids):  # noqa: ASYNC110 - another process may end it
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise UserFacingError("Some work here has not stopped yet; say it again in a moment.") from None

    def _unfinished(self, run_ids: Sequence[str]) -> list[str]:
        return [run_id for run_id, state in self.records.history.states(run_ids).items() if not state.final]

    async def _drop_files(self, run_ids: Sequence[str]) -> None:
        """Remove what doors keep of files that came with messages."""
        for run in await asyncio.to_thread(self._known, run_ids):
            await self.doors[run.inbound.channel.platform].drop(run.inbound)

    async def _drop_posts(self, run_ids: Sequence[str]) -> None:
        """Remove what doors keep of messages and their answers."""
        keys: dict[ThreadRef, list[str]] = defaultdict(list)
        for run in await asyncio.to_thread(self._known, run_ids):
            if run.thread is not None:
                keys[run.thread] += [run.inbound.act, f"{run.run_id}:"]
        for thread, beginnings in keys.items():
            await self.doors[thread.channel.platform].forget(thread, beginnings)

    def _runs_in(self, thread: ThreadRef, besides: str) -> list[str]:
        return [each for each in self.records.retention.of_thread(thread) if each != besides]

    def _runs_of(self, person: Actor, besides: str) -> list[str]:
        return [each for each in self.records.retention.of_person(person) if each != besides]

    def _known(self, run_ids: Sequence[str]) -> list[Run]:
        """The runs whose doors are open here."""
        runs = filter(None, map(self.records.runs.get, run_ids))
        return [run for run in runs if run.inbound.channel.platform in self.doors]

    def _threads_of(self, run_ids: Sequence[str]) -> list[ThreadRef]:
        threads = (run.thread for run in self._known(run_ids))
        return list(dict.fromkeys(thread for thread in threads if thread is not None))

    def _is_alone(self, thread: ThreadRef, person: Actor) -> bool:
        """Whether nobody else has said anything in a thread."""
        return set(self.records.retention.of_thread(thread)) <= set(self.records.retention.of_person(person))

    def _files_of(self, run_ids: Sequence[str]) -> list[str]:
        """What runs produced, and what was brought to them."""
        runs = self._known(run_ids)
        answers = [run.outcome.response for run in runs if run.outcome is not None]
        made = [each for answer in answers if answer is not None for each in answer.artifacts]
        return list(dict.fromkeys([*made, *self._brought(runs)]))

    def _brought(self, runs: Sequence[Run]) -> list[str]:
        """The files that came with messages, by what their threads keep."""
        artifacts, brought = self.services.artifacts, list[str]()
        for run in runs:
            if run.thread is not None and run.inbound.files:
                known = artifacts.list_artifacts(session_id_of(str(run.thread)), {"created_by": INTAKE})
                ends = tuple(taken_as(run.inbound.id, number) for number in range(len(run.inbound.files)))
                brought += [each.artifact_id for each in known if each.artifact_id.endswith(ends)]
        return brought
