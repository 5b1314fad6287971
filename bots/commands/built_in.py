"""Every built-in word, put together."""

from collections.abc import Callable
from dataclasses import dataclass

from bots.access import Access
from bots.commands.about import AboutCommands
from bots.commands.audit import AuditCommands
from bots.commands.channels import ChannelCommands
from bots.commands.checkpoints import CheckpointCommands
from bots.commands.command import Command
from bots.commands.files import FileCommands
from bots.commands.forget import ForgetCommands
from bots.commands.opinions import OpinionCommands
from bots.commands.pins import PinCommands
from bots.commands.policy_changing import PolicyChanging
from bots.commands.roles import RoleCommands
from bots.commands.rules import RuleCommands
from bots.commands.schedules import ScheduleCommands
from bots.commands.share import ShareCommands
from bots.commands.thread_history import HistoryCommands
from bots.commands.token import TokenCommands
from bots.commands.work import WorkCommands
from bots.commands.workflows import WorkflowCommands
from bots.forgetting import Forgetting
from bots.presses import Presses
from bots.records import Records
from bots.sharing import Sharing
from core.access.auth_service import AuthService
from core.artifacts.links import ArtifactLinks
from core.artifacts.shares import ArtifactShares
from core.context_manager import ContextManager
from core.orchestrator.services import Services
from core.storage.history import ExecutionHistoryManager


@dataclass(frozen=True, slots=True)
class Parts:
    """What the built-in words work with."""

    services: Services
    access: Access
    records: Records
    presses: Presses
    links: ArtifactLinks
    shares: ArtifactShares
    contexts: ContextManager
    executions: ExecutionHistoryManager
    forgetting: Forgetting
    auth: Callable[[], AuthService]
    sharing: Sharing
    timezone: str


def built_in(parts: Parts) -> list[Command]:
    """The words in the order in which help shows them."""
    services, access, records = parts.services, parts.access, parts.records
    changing = PolicyChanging(access.book, access.gate)
    commands: list[Command] = []
    commands += AboutCommands(services, lambda: commands).commands()
    commands += PinCommands(services).commands()
    commands += FileCommands(services.artifacts, parts.links, services.authorizer).commands()
    commands += ShareCommands(parts.sharing).commands()
    commands += HistoryCommands(services.sessions).commands()
    commands += CheckpointCommands(
        parts.contexts, services.sessions, access, records.history, parts.shares
    ).commands()
    commands += ForgetCommands(parts.forgetting, access.authorizer, access.gate).commands()
    commands += WorkCommands(records.history, parts.presses).commands()
    commands += ScheduleCommands(records.schedules, services.gate, parts.timezone).commands()
    commands += TokenCommands(parts.auth).commands()
    commands += OpinionCommands(records.feedback, records.history).commands()
    commands += WorkflowCommands(services.registry, access.book, changing, parts.executions).commands()
    commands += RoleCommands(changing, access.authorizer).commands()
    commands += ChannelCommands(changing, access.authorizer).commands()
    commands += RuleCommands(access.book, services.artifacts, services.registry).commands()
    commands += AuditCommands(access.audit, services.artifacts).commands()
    return commands
