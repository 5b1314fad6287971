"""Every built-in word, put together."""

from collections.abc import Callable
from dataclasses import dataclass

from bots.commands.about import AboutCommands
from bots.commands.audit import AuditCommands
from bots.commands.channels import ChannelCommands
from bots.commands.command import Command
from bots.commands.files import FileCommands
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
from bots.presses import Presses
from bots.sharing import Sharing
from core.access.audit import AuditLog
from core.access.auth_service import AuthService
from core.access.authorizer import PolicyAuthorizer
from core.access.policy_book import PolicyBook
from core.artifact_links import ArtifactLinks
from core.orchestrator.services import Services
from core.runs.feedback import FeedbackBook
from core.runs.run_history import RunHistory
from core.runs.schedule_book import ScheduleBook


@dataclass(frozen=True, slots=True)
class Parts:
    """What the built-in words work with."""

    services: Services
    history: RunHistory
    presses: Presses
    links: ArtifactLinks
    book: PolicyBook
    authorizer: PolicyAuthorizer
    audit: AuditLog
    feedback: FeedbackBook
    auth: Callable[[], AuthService]
    sharing: Sharing
    schedules: ScheduleBook
    timezone: str


def built_in(parts: Parts) -> list[Command]:
    """The words in the order in which help shows them."""
    services, changing = parts.services, PolicyChanging(parts.book, parts.services.gate)
    commands: list[Command] = []
    commands += AboutCommands(services, lambda: commands).commands()
    commands += PinCommands(services).commands()
    commands += FileCommands(services.artifacts, parts.links, services.authorizer).commands()
    commands += ShareCommands(parts.sharing).commands()
    commands += HistoryCommands(services.sessions).commands()
    commands += WorkCommands(parts.history, parts.presses).commands()
    commands += ScheduleCommands(parts.schedules, services.gate, parts.timezone).commands()
    commands += TokenCommands(parts.auth).commands()
    commands += OpinionCommands(parts.feedback, parts.history).commands()
    commands += WorkflowCommands(
        services.registry, parts.book, changing, parts.audit, parts.history
    ).commands()
    commands += RoleCommands(changing, parts.authorizer).commands()
    commands += ChannelCommands(changing, parts.authorizer).commands()
    commands += RuleCommands(parts.book, services.artifacts).commands()
    commands += AuditCommands(parts.audit, services.artifacts).commands()
    return commands
