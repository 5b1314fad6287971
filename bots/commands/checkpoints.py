"""``/dataops checkpoint``, ``restore`` and ``inherit``: what a thread goes on from."""

from collections.abc import Sequence

from bots.access import Access
from bots.commands.command import Command, answering
from bots.commands.request import Request
from core.access.audit import Act
from core.artifact import Artifact
from core.artifacts.shares import ArtifactShares
from core.chat.thread_ref import ThreadRef
from core.context_manager import ContextManager
from core.contexts.changes import Inherited
from core.contexts.snapshot import SnapshotRecord
from core.contracts import Answer
from core.errors import AccessRefused
from core.runs.run_history import RunHistory
from core.session_manager import SessionManager

SHOWN = 20
"""Checkpoints that are listed, the newest ones."""

LOAD = "context.load"

OTHERS = "admin.inherit"
"""To go on from a thread in which one took no part."""


class CheckpointCommands:
    """What is kept are the thread's inputs and what was asked in it; messages stay where they are."""

    def __init__(
        self,
        contexts: ContextManager,
        sessions: SessionManager,
        access: Access,
        history: RunHistory,
        shares: ArtifactShares,
    ) -> None:
        self._contexts = contexts
        self._sessions = sessions
        self._access = access
        self._history = history
        self._shares = shares

    def commands(self) -> list[Command]:
        """The words about contexts."""
        return [
            Command(
                "checkpoint [NAME]",
                "keep what this thread goes on from under a name; without one, list them",
                answering(self._checkpoint),
                LOAD,
            ),
            Command(
                "restore CHECKPOINT",
                "go on from where this thread stood then",
                answering(self._restore),
                LOAD,
            ),
            Command(
                "inherit CHECKPOINT",
                "go on here from what the thread of that checkpoint knows now",
                answering(self._inherit),
                LOAD,
            ),
        ]

    def _checkpoint(self, request: Request) -> Answer:
        """Make one, or list those there are."""
        session_id, label = request.session.session_id, " ".join(request.arguments)
        if not label:
            return self._listed(session_id)
        checkpoint = self._contexts.create_checkpoint(session_id, label, created_by=request.person)
        return Answer(
            finding=f"Kept as {_code(label)}.",
            details="It holds this thread's inputs and questions; files stay no longer than without it. "
            f"In another thread, `/dataops inherit {checkpoint}` goes on from here.",
            next_steps=[f"/dataops restore {label}"],
        )

    def _listed(self, session_id: str) -> Answer:
        known = self._contexts.list_checkpoints(session_id)[:SHOWN]
        if not known:
            return Answer(
                finding="There is no checkpoint in this thread.", next_steps=["/dataops checkpoint NAME"]
            )
        return Answer(
            finding=f"{len(known)} checkpoint{'s' if len(known) > 1 else ''} in this thread.",
            details="\n".join(map(_line, known)),
            next_steps=["/dataops restore NAME"],
        )

    def _restore(self, request: Request) -> Answer:
        """Go back to one of this thread."""
        session_id, wanted = request.session.session_id, " ".join(request.arguments)
        if not wanted:
            return self._listed(session_id)
        restored = self._contexts.restore_checkpoint(session_id, wanted, restored_by=request.person)
        since = restored.messages_since
        lines = [f"The {since} messages since then stay in the history." if since > 1 else ""]
        lines.append(_gone(restored.missing_artifacts))
        return Answer(
            finding=f"This thread goes on from {_code(restored.snapshot.name)} "
            f"({restored.snapshot.created_at:%Y-%m-%d %H:%M} UTC).",
            details="\n\n".join(filter(None, lines)),
            next_steps=[f"/dataops restore {restored.undo}"],
        )

    def _inherit(self, request: Request) -> Answer:
        """Go on from another thread, as far as the person may do that there and here."""
        if len(request.arguments) != 1:
            return Answer(
                finding="Name the checkpoint of the thread to go on from.",
                details="`/dataops checkpoint NAME` makes one there, and says what to type here.",
            )
        source, own = self._contexts.get_snapshot(request.arguments[0]).session_id, request.session.session_id
        if source == own:
            return Answer(
                finding="That checkpoint is of this thread, which knows all that already.",
                next_steps=[f"/dataops restore {request.arguments[0]}"],
            )
        there = self._check(request, source)
        inherited = self._contexts.inherit_context(
            source,
            own,
            inherited_by=request.person,
            may_have=lambda file: self._may_bring(request, there, file),
        )
        self._shares.share(inherited.artifacts, request.channel)
        lines = [
            _taken(inherited),
            _refused(inherited.refused_artifacts),
            _gone(inherited.missing_artifacts),
        ]
        return Answer(
            finding="This thread goes on from what the other one knew."
            if inherited.parts
            else "The other thread knew nothing to go on from.",
            details="\n\n".join(filter(None, lines)),
            next_steps=[f"/dataops restore {inherited.undo}"] if inherited.undo else [],
        )

    def _check(self, request: Request, source: str) -> str:
        """The channel of another thread, for whoever took part there and may bring files from there to here.

        Raises AccessRefused.
        """
        name = self._sessions.get_session(source).thread
        if name is None:
            raise AccessRefused
        thread = ThreadRef.parse(name)
        there = str(thread.channel)
        needed = ["session.read", LOAD] + (["artifact.share"] if there != request.channel else [])
        if not self._history.took_part(thread, self._access.book.policy.identities_of(request.person)):
            needed.append(OTHERS)
        for permission in needed:
            self._access.gate.require(Act(request.person, there, permission, source, request.run.run_id))
        return there

    def _may_bring(self, request: Request, there: str, file: Artifact) -> bool:
        """Whether the person may read a file where it is, and here."""
        return all(
            self._access.gate.hands_out(
                Act(request.person, place, "artifact.read", file.artifact_id, request.run.run_id),
                *file.classes,
            )
            for place in dict.fromkeys((there, request.channel))
        )


def _line(record: SnapshotRecord) -> str:
    by = f", by {record.created_by}" if record.created_by else ""
    return f"- {_code(record.label)}, {record.created_at:%Y-%m-%d %H:%M} UTC{by}: `{record.snapshot_id}`"


def _taken(inherited: Inherited) -> str:
    """What was taken over, in words."""
    files = len(inherited.artifacts)
    parts = [part.replace(".", " ") for part in inherited.parts]
    return f"Taken over: {', '.join(parts)}; {files} file{'' if files == 1 else 's'}." if parts else ""


def _gone(missing: Sequence[str]) -> str:
    return f"{len(missing)} of its files are gone meanwhile; attach them again." if missing else ""


def _refused(files: Sequence[str]) -> str:
    if not files:
        return ""
    stay = "file stays where it is: it" if len(files) == 1 else "files stay where they are: they"
    return f"{len(files)} {stay} may not be read there or here."


def _code(text: str) -> str:
    return f"`{text.replace('`', chr(39))}`"
