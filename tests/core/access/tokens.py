"""An AuthService on a database of its own, with a clock and a policy that can be changed."""

from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr

from core.access.audit import AuditLine, AuditLog
from core.access.auth_service import AuthService
from core.access.authorizer import PolicyAuthorizer
from core.access.directory import Directory
from core.access.people import People
from core.access.policy import Policy
from core.access.token_signer import TokenSigner
from core.storage.database import Database
from tests.clock import Clock

KEY = "k" * 64
ADA, BEN = "ada", "slack:T1:U2"
POLICY = Policy(
    roles={"reader": ["artifact.read"]},
    users={ADA: ["slack:T1:U1"]},
    people={ADA: ["developer"], BEN: ["reader"]},
    domains={"example.com": ["reader"]},
)


class Office:
    """Who gives and checks tokens; ``policy`` is what holds at the moment."""

    def __init__(self, home: Path) -> None:
        self.policy = POLICY
        self.clock = Clock(1_800_000_000.5)
        self.database = Database(home / "tokens.db")
        self.directory = Directory(self.database, self.clock)
        people = People(PolicyAuthorizer(lambda: self.policy, self.directory), self.directory)
        signer = TokenSigner(SecretStr(KEY), "HS256", self.clock)
        self.auth = AuthService(self.database, people, signer, self.clock)

    def lines(self) -> list[AuditLine]:
        """The audit, oldest first."""
        return [*AuditLog(self.database).lines(datetime.fromtimestamp(0, UTC))]

    @property
    def kept(self) -> str:
        """All that the database holds."""
        return "\n".join(self.database._connection.iterdump())  # noqa: SLF001 - there is no other way to see it all
