"""Forgetting what was said and made in a thread, or by a person; and looking again whether it is gone."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

from bots.forgotten_files import ForgottenFiles
from bots.records import Records
from core.access.directory import Directory
from core.chat.forgotten import Forgotten
from core.chat.inbound import Actor
from core.chat.surface import Door
from core.chat.thread_ref import ThreadRef
from core.context_manager import ContextManager
from core.contexts.forgetting import without
from core.errors import UserFacingError
from core.orchestrator.services import Services
from core.runs.run import Run
from core.storage.database import Database
from core.storage.opening import Stores

STOP_SECONDS = 10.0
"""How long running work may take to stop before it is forgotten."""

Cancel = Callable[[str, str], Awaitable[Any]]
"""Cancels a run (its id) in the name of a person."""


@dataclass(frozen=True, slots=True)
class Found:
    """What there is: runs that hold words or an answer, messages (archived ones too), files, and so on."""

    runs: int = 0
    messages: int = 0
    files: int = 0
    checkpoints: int = 0
    opinions: int = 0

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
    files: ForgottenFiles
    directory: Directory
    database: Database
    cancel: Cancel

    def in_thread(self, thread: ThreadRef, besides: str) -> Found:
        """What there is of a thread, without one run. Blocking."""
        session_id, run_ids = self._session(thread), self._runs_in(thread, besides)
        said, made = self.services.sessions.left(str(thread)), self.services.artifacts.left(session_id)
        shared = len(self.services.artifacts.shares_of(session_id))
        return Found(
            runs=self.records.retention.left(run_ids),
            messages=said.messages + said.archived,
            files=max(made.artifacts, made.contents) + max(made.shared, shared),
            checkpoints=self.contexts.left(session_id).records,
        )

    def others_work(self, thread: ThreadRef, by: Actor) -> list[str]:
        """The runs of other people in a thread that are not over. Blocking."""
        runs = map(self.records.runs.get, self._unfinished(self._runs_in(thread, "")))
        return [run.run_id for run in runs if run is not None and str(run.inbound.actor) != str(by)]

    async def thread(self, thread: ThreadRef, run: Run) -> None:
        """Forget a thread; ``run`` is the one that does it, which goes on.

        Raises UserFacingError while work that was stopped has not come to its end.
        """
        run_ids = await asyncio.to_thread(self._runs_in, thread, run.run_id)
        await self._stop(run_ids, str(run.inbound.actor))
        await self._forget_at_doors([thread], run_ids, whole=True)
        await asyncio.to_thread(self._forget_thread, thread, run_ids)

    def of_person(self, person: Actor, besides: str) -> Found:
        """What there is of a person, without one run. Blocking."""
        run_ids = self._runs_of(person, besides)
        threads = self._threads_of(run_ids)
        alone = [thread for thread in threads if self._is_alone(thread, person)]
        said = self.services.sessions.left_of_person(str(person), [*run_ids, besides])
        return Found(
            runs=self.records.retention.left(run_ids),
            messages=said.messages + said.archived,
            files=len(self.files.of_runs(run_ids, map(self._session, threads))),
            checkpoints=sum(self.contexts.left(self._session(thread)).records for thread in alone),
            opinions=self.records.feedback.count_of(str(person)),
        )

    async def person(self, person: Actor, run: Run) -> None:
        """Forget a person: threads that only they wrote in as a whole, of others what is theirs.

        ``run`` is the one that does it, which goes on. Raises UserFacingError as ``thread`` does.
        """
        run_ids = await asyncio.to_thread(self._runs_of, person, run.run_id)
        await self._stop(run_ids, str(run.inbound.actor))
        threads = await asyncio.to_thread(self._threads_of, run_ids)
        for thread in threads:
            if await asyncio.to_thread(self._is_alone, thread, person):
                await self.thread(thread, run)
        await self._forget_at_doors(threads, run_ids)
        await asyncio.to_thread(self._forget_person, person, run_ids, [*run_ids, run.run_id])

    def lingers(self, threads: Collection[ThreadRef]) -> bool:
        """Whether a copy may be in a cache that could not be reached; it goes by itself. Blocking."""
        return any(self.stores.lingers(self._session(thread)) for thread in threads)

    def _forget_thread(self, thread: ThreadRef, run_ids: Sequence[str]) -> None:
        """Each step finds its own by the thread alone: after a crash between two it can be asked again."""
        session_id = self._session(thread)
        self.records.owed.forget(run_ids)
        self.files.delete(self.files.of_sessions([session_id]), going=[session_id])
        self.services.artifacts.forget(session_id)
        self.contexts.forget(session_id)
        self.services.sessions.forget(str(thread))
        self._forget_runs(run_ids)

    def _forget_person(self, person: Actor, run_ids: Sequence[str], answered: Sequence[str]) -> None:
        """Runs go last: what is theirs is found by them."""
        self.records.owed.forget(run_ids)
        sessions = list(map(self._session, self._threads_of(run_ids)))
        files = self.files.of_runs(run_ids, sessions)
        for session_id in sessions:
            self.contexts.forget_some(session_id, run_ids, files)
        cleared = partial(without, run_ids=run_ids, files=files)
        self.services.sessions.forget_person(str(person), answered, cleared)
        self.files.delete(files)
        self.records.schedules.forget(person)
        self.records.feedback.forget(str(person))
        self.records.votes.forget_name(str(person))
        self.directory.forget(str(person))
        self.stores.executions.forget_person(str(person))
        self.stores.users.forget_person(str(person))
        self._forget_runs(run_ids)

    def _forget_runs(self, run_ids: Sequence[str]) -> None:
        self.stores.answers.clear()  # which are about whom nobody can tell
        self.stores.executions.forget_runs(run_ids)
        self.records.retention.forget(run_ids)
        self.database.settle()

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

    async def _forget_at_doors(
        self, threads: Sequence[ThreadRef], run_ids: Sequence[str], *, whole: bool = False
    ) -> None:
        """Remove what doors keep: files that came with messages and replies, posts, forms."""
        runs = await asyncio.to_thread(self._known, run_ids)
        said = [
            message
            for run in runs
            for message in (run.inbound, run.reply.inbound if run.reply else None)
            if message is not None
        ]
        for message in said:
            await self.doors[message.channel.platform].drop(message)
        people = tuple({str(message.actor) for message in said})
        acts = tuple(message.act for message in said)
        for thread in threads:
            await self.doors[thread.channel.platform].forget(
                Forgotten(thread, people, acts, tuple(run_ids), whole)
            )

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

    def _session(self, thread: ThreadRef) -> str:
        return self.services.sessions.id_of(str(thread))
