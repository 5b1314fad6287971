"""``/dataops admin policy`` and ``reload``: the rules as they are now."""

from collections.abc import Sequence

from bots.commands.command import Command, filing
from bots.commands.request import Request
from core.access.policy_book import PolicyBook
from core.access.policy_change import MadeChange
from core.access.policy_file import policy_text
from core.artifact import ArtifactMetadata
from core.artifact_store import ArtifactStore
from core.contracts import Answer

LATEST = 10


class RuleCommands:
    """Shows the policy, and reads its file again."""

    def __init__(self, book: PolicyBook, artifacts: ArtifactStore) -> None:
        self._book = book
        self._artifacts = artifacts

    def commands(self) -> list[Command]:
        """The words about the policy."""
        return [
            Command("admin policy", "the policy as it is now, as a file", filing(self._show), "admin.policy"),
            Command(
                "admin reload", "read the file of the policy again", filing(self._reload), "admin.reload"
            ),
        ]

    def _show(self, request: Request) -> tuple[Answer, Sequence[str]]:
        policy, changes = self._book.policy, self._book.changes()
        stored = self._artifacts.store_artifact(
            policy_text(policy),
            ArtifactMetadata(
                session_id=request.session.session_id,
                workflow_name="admin",
                name="policy.yaml",
                kind="policy",
                created_by="admin",
                run_id=request.run.run_id,
                identity=f"{request.run.run_id}/policy",
            ),
        )
        answer = Answer(
            finding=f"{len(policy.people)} people and {len(policy.channels)} channels are named.",
            numbers={"Groups": len(policy.groups), "Domains": len(policy.domains), "Changes": len(changes)},
            details="\n".join(map(_told, changes[: -LATEST - 1 : -1])),
        )
        return answer, [stored]

    def _reload(self, _: Request) -> tuple[Answer, Sequence[str]]:
        self._book.reload()
        policy = self._book.policy
        return Answer(
            finding=f"Read again: {len(policy.people)} people and {len(policy.channels)} channels are named."
        ), ()


def _told(made: MadeChange) -> str:
    """A change in a line."""
    change = made.change
    values = f" {' '.join(change.values)}" if change.values else ""
    why = f", because {made.why}" if made.why else ""
    when = f"{made.number}. {made.at:%Y-%m-%d %H:%M} UTC"
    return f"- {when}, {made.by}: {change.verb} {change.subject}{values}{why}"
