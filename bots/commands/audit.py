"""``/dataops admin audit``: what was allowed and refused."""

from collections.abc import Sequence

from bots.commands.age import since
from bots.commands.command import Command, filing
from bots.commands.request import Request
from core.access.audit import AuditLog
from core.artifact import ArtifactMetadata
from core.artifact_store import ArtifactStore
from core.contracts import Answer

USUAL = "7d"


class AuditCommands:
    """Exports the audit and says whether it is whole."""

    def __init__(self, audit: AuditLog, artifacts: ArtifactStore) -> None:
        self._audit = audit
        self._artifacts = artifacts

    def commands(self) -> list[Command]:
        """The word about the audit."""
        return [
            Command(
                "admin audit [--since 7d]",
                "who was allowed and refused what, as a file",
                filing(self._export),
                "admin.audit",
            )
        ]

    def _export(self, request: Request) -> tuple[Answer, Sequence[str]]:
        begin = since(request.words, "admin audit", USUAL)
        lines = list(self._audit.lines(begin))
        content = "".join(f"{line.model_dump_json()}\n" for line in lines)
        stored = self._artifacts.store_artifact(
            content,
            ArtifactMetadata(
                session_id=request.session.session_id,
                workflow_name="admin",
                name="audit.jsonl",
                kind="audit",
                created_by="admin",
                run_id=request.run.run_id,
                identity=f"{request.run.run_id}/audit",
            ),
        )
        broken, refused = self._audit.broken_at(), sum(not line.allowed for line in lines)
        whole = "The chain is whole" if broken is None else f"The chain is broken at line {broken}"
        finding = f"{whole}; {len(lines)} lines since {begin:%Y-%m-%d %H:%M} UTC, {refused} of them refusals."
        return Answer(finding=finding), [stored]
