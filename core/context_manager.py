"""Contexts of threads: kept, brought back, handed on, made smaller."""

import re
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from core.artifact import Artifact
from core.artifact_store import ArtifactStore
from core.contexts.changes import Inherited, Restored
from core.contexts.compression import Shortener, compressed
from core.contexts.content import content_of
from core.contexts.files import files_in, pointing_at
from core.contexts.forgetting import mentions
from core.contexts.inheritance import chosen_parts, inherited_state, shared_files
from core.contexts.merge import merged, selected
from core.contexts.restoring import messages_since, restored_state
from core.contexts.snapshot import ID, ContextSnapshot, SnapshotContent, SnapshotRecord
from core.contexts.snapshot_store import LABEL, SnapshotCount, SnapshotStore
from core.errors import UserFacingError
from core.one_line import one_line
from core.session import Session
from core.session_manager import SessionManager
from core.storage.opening import Stores, installed_stores


class ContextManager:
    """Blocking calls; code on the event loop uses ``asyncio.to_thread``.

    It checks no rights: who calls must hold access to every thread involved. Without ``snapshots`` the place
    that the settings name is opened when it is first needed.
    """

    def __init__(
        self,
        session_manager: SessionManager,
        artifact_store: ArtifactStore,
        snapshots: SnapshotStore | None = None,
    ) -> None:
        self._sessions = session_manager
        self._artifacts = artifact_store
        self._given = snapshots
        self._opened: Stores | None = None

    def dump_context(
        self,
        session_id: str,
        include_artifacts: bool = True,  # noqa: FBT001, FBT002 - callers may give it by its place
        compress: bool = True,  # noqa: FBT001, FBT002 - as above
        *,
        created_by: str = "",
    ) -> str:
        """Keep the context as it is now; the snapshot's id. ``include_artifacts``: refer to its results."""
        session = self._sessions.get_session(session_id)
        record = SnapshotRecord(session_id=session_id, created_by=created_by)
        content = self._content(session, include_artifacts=include_artifacts)
        return self._snapshots.keep(record, content, compress=compress).snapshot_id

    def get_snapshot(self, snapshot_id: str) -> ContextSnapshot:
        """A snapshot with its content; raises UserFacingError for an unknown id."""
        return self._snapshots.get(snapshot_id)

    def load_context(
        self, snapshot_id: str, merge_strategy: str = "replace", keys: Sequence[str] = ()
    ) -> dict[str, Any]:
        """A snapshot's context as a mapping with the fields of ``SnapshotContent``; changes no session.

        ``replace``: exactly the snapshot. ``merge``: its keys over those of its session now, mappings deep;
        references and questions of both, each once, and a question of both as it stands now. ``selective``:
        only what ``keys`` name, like ``orchestrator_state.inputs`` or ``workflow_states``. Raises ValueError
        for another strategy, and for a key that leads to nothing.
        """
        if bool(keys) != (merge_strategy == "selective"):
            raise ValueError("keys are needed with the strategy 'selective', and taken with it only")
        snapshot = self._snapshots.get(snapshot_id)
        content = SnapshotContent.model_validate(snapshot.model_dump())
        match merge_strategy:
            case "replace":
                return content.model_dump()
            case "merge":
                session = self._sessions.get_session(snapshot.session_id)
                return merged(self._content(session), content).model_dump()
            case "selective":
                return selected(content, keys)
        raise ValueError("the strategy is 'replace', 'merge' or 'selective'")

    def compress_context(
        self, context: dict[str, Any], max_tokens: int, shortener: Shortener | None = None
    ) -> dict[str, Any]:
        """The context within ``max_tokens`` (four characters of JSON each), shortened where it is longer.

        Decisions, parameters and references always stay. What was shortened has a key ``compression``: ``by``
        is ``model`` or ``extraction``, ``fits`` is false where what must stay takes more than the budget.
        ``shortener`` asks a model and may raise anything; what it gives is used only if it lost and changed
        nothing of that, and invented no number or name.
        """
        return compressed(context, max_tokens, shortener)

    def create_checkpoint(self, session_id: str, label: str, *, created_by: str = "") -> str:
        """A snapshot with a name of at most 80 characters, for going back to; its id.

        A name may be used again: the newest one is meant then. Raises UserFacingError for an empty name, or
        one that looks like an id.
        """
        label = one_line(label, LABEL)
        if not label or re.fullmatch(ID, label):
            raise UserFacingError("A checkpoint needs a name of its own, like `before the migration`.")
        return self._checkpoint(self._sessions.get_session(session_id), label, created_by)

    def list_checkpoints(self, session_id: str) -> list[SnapshotRecord]:
        """The named snapshots of a session, newest first."""
        return [record for record in self._snapshots.of_session(session_id) if record.label]

    def restore_checkpoint(self, session_id: str, checkpoint_id: str, *, restored_by: str = "") -> Restored:
        """Put the thread's context back as it was: inputs of each kind, what was asked, what was summed up.

        Takes the id of a snapshot of this session, or a checkpoint's name. The context before it is kept as
        a checkpoint ``before restore of …``, so that this can be undone. The conversation itself is not
        changed. Raises UserFacingError that names the checkpoints there are.
        """
        session = self._sessions.get_session(session_id)
        snapshot = self._snapshots.read(self._snapshots.find(session_id, checkpoint_id))
        files = files_in(snapshot.orchestrator_state)
        found = self._artifacts.find_artifacts(files)
        state = pointing_at(snapshot.orchestrator_state, {each: each for each in found})
        undo = self._checkpoint(session, f"before restore of {snapshot.name}", restored_by)
        self._sessions.update_session(
            session_id, {"global_context": restored_state(session.global_context, state)}
        )
        return Restored(
            snapshot=SnapshotRecord.model_validate(snapshot.model_dump()),
            undo=undo,
            missing_artifacts=[each for each in files if each not in found],
            messages_since=messages_since(session, snapshot),
        )

    def inherit_context(
        self,
        source_session: str,
        target_session: str,
        filters: list[str] | None = None,
        *,
        inherited_by: str = "",
        may_have: Callable[[Artifact], bool] = lambda _: True,
    ) -> Inherited:
        """Copy parts of a session's context into another's, where they are noted under ``inherited``.

        ``filters`` are ``inputs``, ``inputs.<kind>``, ``asked``, ``asked.<workflow>`` and ``summary``; with
        none it is all inputs and questions. What is copied wins over what was there, which is kept as a
        checkpoint ``before inheriting``; questions come before the session's own. Artifacts are shared, not
        copied: the session has ids of its own for them, and keeps them when the other one is gone; those that
        ``may_have`` refuses are left out. Raises ValueError for another filter or the same session.

        Within a thread nothing needs to be handed on: every workflow finds the thread's latest inputs of the
        kinds that it declares.
        """
        if source_session == target_session:
            raise ValueError("a session has its own context already")
        source, target = map(self._sessions.get_session, (source_session, target_session))
        chosen, parts = chosen_parts(source.global_context, filters)
        files = files_in(chosen)
        found = self._artifacts.find_artifacts(files)
        refused = [each for each in files if each in found and not may_have(found[each])]
        allowed = [found[each] for each in files if each in found and each not in refused]
        shares = shared_files(self._artifacts, target_session, allowed)
        state = pointing_at(chosen, shares)
        undo = (
            self._checkpoint(target, "before inheriting", inherited_by)
            if parts and any(target.global_context.values())
            else None
        )
        if parts:
            note = {"from": source_session, "at": datetime.now(UTC).isoformat(), "by": inherited_by}
            given = inherited_state(target.global_context, state, {**note, "parts": parts})
            self._sessions.update_session(target_session, {"global_context": given})
        return Inherited(
            source=source_session,
            parts=parts,
            artifacts=files_in(state),
            missing_artifacts=[each for each in files if each not in found],
            refused_artifacts=refused,
            undo=undo,
        )

    def delete_before(self, moment: datetime) -> int:
        """Remove the snapshots of all sessions that are older than this; how many there were."""
        return self._snapshots.delete_before(moment)

    def forget(self, session_id: str) -> SnapshotCount:
        """Remove every snapshot of a session, which need not exist any more; what there was."""
        return self._snapshots.forget(session_id)

    def forget_some(self, session_id: str, run_ids: Collection[str], artifact_ids: Collection[str]) -> int:
        """Remove the snapshots of a session that hold something of these runs or files; how many."""
        gone = [
            record
            for record in self._snapshots.of_session(session_id)
            if mentions(self._snapshots.read(record).orchestrator_state, run_ids, artifact_ids)
        ]
        return sum(map(self._snapshots.delete, gone))

    def left(self, session_id: str) -> SnapshotCount:
        """What there is of a session's snapshots, looked up anew."""
        return self._snapshots.left(session_id)

    def close(self) -> None:
        """Close what was opened here."""
        if self._opened is not None:
            self._opened.close()

    @cached_property
    def _snapshots(self) -> SnapshotStore:
        if self._given is not None:
            return self._given
        _, self._opened = installed_stores()
        return SnapshotStore(self._opened.snapshots, self._opened.blobs)

    def _checkpoint(self, session: Session, label: str, created_by: str) -> str:
        record = SnapshotRecord(
            session_id=session.session_id, label=one_line(label, LABEL), created_by=created_by
        )
        return self._snapshots.keep(record, self._content(session), compress=True).snapshot_id

    def _content(self, session: Session, *, include_artifacts: bool = True) -> SnapshotContent:
        artifacts = self._artifacts.list_artifacts(session.session_id) if include_artifacts else []
        return content_of(session, artifacts)
