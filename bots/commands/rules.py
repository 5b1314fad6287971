"""``/dataops admin policy`` and ``reload``: the rules and the workflows as they are now."""

from collections.abc import Iterator, Sequence

from bots.commands.command import Command, filing
from bots.commands.request import Request
from core.access.policy_book import PolicyBook
from core.access.policy_change import MadeChange
from core.access.policy_file import policy_text
from core.artifact import ArtifactMetadata
from core.artifact_store import ArtifactStore
from core.contracts import Answer
from core.workflow_registry import Reloaded, WorkflowRegistry

LATEST = 10


class RuleCommands:
    """Shows the policy, reads its file again, and looks for workflows again."""

    def __init__(self, book: PolicyBook, artifacts: ArtifactStore, registry: WorkflowRegistry) -> None:
        self._book = book
        self._artifacts = artifacts
        self._registry = registry

    def commands(self) -> list[Command]:
        """The words about the policy."""
        return [
            Command("admin policy", "the policy as it is now, as a file", filing(self._show), "admin.policy"),
            Command(
                "admin reload",
                "read the file of the policy again, and look for new workflows",
                filing(self._reload),
                "admin.reload",
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
        policy, found = self._book.policy, self._registry.reload()
        return Answer(
            finding=f"Read again: {len(policy.people)} people and {len(policy.channels)} channels are named.",
            numbers={"Workflows": len(self._registry.list_workflows()), "New": len(found.added)},
            details="\n".join(_found(found)),
        ), ()


def _found(found: Reloaded) -> Iterator[str]:
    """What looking again has found, in lines."""
    if found.added:
        yield f"- New: {', '.join(found.added)}"
    if found.removed:
        yield f"- Gone: {', '.join(found.removed)}"
    for source in found.changed:
        yield f"- Changed: {source}; its code counts once the service is started again, after a drain"
    for problem in found.problems:
        yield f"- Not loaded: {problem.source}: {problem.reason}"


def _told(made: MadeChange) -> str:
    """A change in a line."""
    change = made.change
    values = f" {' '.join(change.values)}" if change.values else ""
    why = f", because {made.why}" if made.why else ""
    when = f"{made.number}. {made.at:%Y-%m-%d %H:%M} UTC"
    return f"- {when}, {made.by}: {change.verb} {change.subject}{values}{why}"
