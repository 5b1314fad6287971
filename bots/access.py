"""Who may do what here, as the settings say."""

from dataclasses import dataclass
from pathlib import Path

from core.access.audit import AuditLog
from core.access.authorizer import PolicyAuthorizer
from core.access.directory import Directory
from core.access.gate import Gate
from core.access.policy_book import PolicyBook
from core.settings import Settings
from core.storage.database import Database

DEMO_POLICY = Path(__file__).parent / "demo_policy.yaml"


@dataclass(frozen=True, slots=True)
class Access:
    """The rules, what platforms say of people, the check, and what was decided."""

    book: PolicyBook
    directory: Directory
    authorizer: PolicyAuthorizer
    audit: AuditLog
    gate: Gate


def open_access(settings: Settings, database: Database) -> Access:
    """Raises UserFacingError for a policy that cannot be read."""
    book, directory = PolicyBook(settings.dataops_policy or DEMO_POLICY, database), Directory(database)
    authorizer, audit = PolicyAuthorizer(lambda: book.policy, directory), AuditLog(database)
    return Access(book, directory, authorizer, audit, Gate(authorizer, audit))
