"""``/dataops admin capabilities``, ``disable`` and ``enable``: the installed workflows."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from bots.commands.command import Command, answering
from bots.commands.policy_changing import PolicyChanging
from bots.commands.request import Request
from core.access.permissions import matching
from core.access.policy import Policy
from core.access.policy_book import PolicyBook
from core.access.policy_change import PolicyChange, Verb
from core.contracts import Answer, WorkflowMetadata
from core.errors import UserFacingError
from core.storage.history import ExecutionHistoryManager, WorkflowStatistics
from core.workflow_registry import WorkflowRegistry

USE_DAYS = 30


class WorkflowCommands:
    """What is installed, whether it works, who may use it where, and how much it is used."""

    def __init__(
        self,
        registry: WorkflowRegistry,
        book: PolicyBook,
        changing: PolicyChanging,
        executions: ExecutionHistoryManager,
    ) -> None:
        self._registry = registry
        self._book = book
        self._changing = changing
        self._executions = executions

    def commands(self) -> list[Command]:
        """The words about workflows."""
        return [
            Command(
                "admin capabilities",
                "every workflow, where it is open, its use, failures and median time",
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
        use = self._executions.statistics(datetime.now(UTC) - timedelta(days=USE_DAYS))
        known = self._registry.all_metadata()
        entries = [self._entry(metadata, use.get(metadata.name)) for metadata in known]
        entries += [f"**Not loaded:** {each.source}: {each.reason}" for each in self._registry.problems]
        workflows = "1 workflow is" if len(known) == 1 else f"{len(known)} workflows are"
        broken = f", {len(self._registry.problems)} cannot be loaded" if self._registry.problems else ""
        return Answer(finding=f"{workflows} installed{broken}.", details="\n\n".join(entries))

    def _entry(self, metadata: WorkflowMetadata, use: WorkflowStatistics | None) -> str:
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
            f"- last {USE_DAYS} days: {_told(use)}",
        ]
        return "\n".join(lines)

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


def _told(use: WorkflowStatistics | None) -> str:
    """How often it was run, how many of these failed, and how long the middle one worked."""
    if use is None:
        return "no run"
    runs = "1 run" if use.runs == 1 else f"{use.runs:,} runs"
    median = "" if use.median_seconds is None else f", median {use.median_seconds:.1f} s"
    return f"{runs}, {use.failures:,} failed{median}"
