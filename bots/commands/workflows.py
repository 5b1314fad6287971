"""``/dataops admin capabilities``, ``disable`` and ``enable``: the installed workflows."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from bots.commands.command import Command, answering
from bots.commands.policy_changing import PolicyChanging
from bots.commands.request import Request
from core.access.audit import AuditLog
from core.access.permissions import matching
from core.access.policy import Policy
from core.access.policy_book import PolicyBook
from core.access.policy_change import PolicyChange, Verb
from core.contracts import Answer, WorkflowMetadata
from core.errors import UserFacingError
from core.runs.run import RunState
from core.runs.run_history import RunHistory
from core.workflow_registry import WorkflowRegistry

USE_DAYS = 30


class WorkflowCommands:
    """What is installed, whether it works, who may use it where, and how much it is used."""

    def __init__(
        self,
        registry: WorkflowRegistry,
        book: PolicyBook,
        changing: PolicyChanging,
        audit: AuditLog,
        runs: RunHistory,
    ) -> None:
        self._registry = registry
        self._book = book
        self._changing = changing
        self._audit = audit
        self._runs = runs

    def commands(self) -> list[Command]:
        """The words about workflows."""
        return [
            Command(
                "admin capabilities",
                "every workflow, where it is open, its use and its failures",
                answering(self._list),
                "admin.capabilities",
            ),
            Command(
                "admin disable WORKFLOW [because …]",
                "let nobody run a workflow",
                answering(lambda request: self._switch(request, "disable")),
                "admin.disable",
            ),
            Command(
                "admin enable WORKFLOW [because …]",
                "let a disabled workflow be run again",
                answering(lambda request: self._switch(request, "enable")),
                "admin.enable",
            ),
        ]

    def _list(self, _: Request) -> Answer:
        use = self._use()
        known = self._registry.all_metadata()
        entries = [self._entry(each, use.get(each.name, Counter())) for each in known]
        entries += [f"**Not loaded:** {each.source}: {each.reason}" for each in self._registry.problems]
        workflows = "1 workflow is" if len(known) == 1 else f"{len(known)} workflows are"
        broken = f", {len(self._registry.problems)} cannot be loaded" if self._registry.problems else ""
        return Answer(finding=f"{workflows} installed{broken}.", details="\n\n".join(entries))

    def _entry(self, metadata: WorkflowMetadata, use: Counter[RunState]) -> str:
        """All about one workflow."""
        policy, permission = self._book.policy, f"workflow.{metadata.name}.invoke"
        health = "disabled" if metadata.name in policy.disabled else "enabled"
        author = f", by {metadata.author}" if metadata.author else ""
        lines = [
            f"**{metadata.name}** {metadata.version}{author}, {health}",
            f"- `/dataops {metadata.command}`: {metadata.description}",
            f"- from {self._registry.source_of(metadata.name)}",
            *(f"- runs {', '.join(metadata.composed_of)}" for _ in metadata.composed_of[:1]),
            *_other_versions(policy, metadata.name, self._registry.versions_of(metadata.name)),
            f"- takes `{permission}`; open in {', '.join(_channels(policy, permission)) or 'no channel'}",
            f"- last {USE_DAYS} days: {use.total()} runs, {use[RunState.FAILED]} failed",
        ]
        return "\n".join(lines)

    def _use(self) -> dict[str, Counter[RunState]]:
        """How the runs of the last days ended, by workflow; a run that went on counts once."""
        lines = self._audit.lines(datetime.now(UTC) - timedelta(days=USE_DAYS))
        begun: dict[str, str] = {}
        for line in lines:
            if line.allowed and line.run_id and line.permission.startswith("workflow."):
                begun.setdefault(line.run_id, line.permission.split(".")[1])  # its parts are asked for later
        use: dict[str, Counter[RunState]] = {}
        for run_id, state in self._runs.states(list(begun)).items():
            use.setdefault(begun[run_id], Counter())[state] += 1
        return use

    def _switch(self, request: Request, verb: Verb) -> Answer:
        """Let a workflow be run by nobody, or again by those who may."""
        wanted = request.words[0] if request.words else ""
        names = ((each.name, (each.name, each.command)) for each in self._registry.all_metadata())
        known = {said: name for name, both in names for said in both}
        if wanted not in known:
            raise UserFacingError(f"Write /dataops admin {verb} and one of {', '.join(sorted(known))}.")
        self._changing.change(request, PolicyChange(verb=verb, subject=known[wanted]))
        return Answer(finding=f"{known[wanted]} is {verb}d.")


def _other_versions(policy: Policy, name: str, versions: Sequence[str]) -> Iterator[str]:
    """The versions beside the default, and where the policy wants one; also one that is not there."""
    if len(versions) > 1:
        yield f"- also there: {', '.join(versions[1:])}"
    wanted = {where: each.versions[name] for where, each in policy.channels.items() if name in each.versions}
    everywhere = {"everywhere else": policy.versions[name]} if name in policy.versions else {}
    for where, version in (wanted | everywhere).items():
        missing = "" if version in versions else ", which is not installed"
        yield f"- version {version} in {where}{missing}"


def _channels(policy: Policy, permission: str) -> list[str]:
    """The channels of the policy that allow something."""
    return [name for name, each in policy.channels.items() if matching(each.allow).fullmatch(permission)]
