"""Where the app is installed: one grant for each workspace or organisation, encrypted at rest."""

from cryptography.fernet import InvalidToken, MultiFernet
from pydantic import ValidationError

from adapters.slack.grant import Grant
from adapters.slack.workspace import NotInstalled
from core.chat.door_database import DoorDatabase

SCHEMA = "CREATE TABLE IF NOT EXISTS slack_installations (tenant TEXT PRIMARY KEY, sealed BLOB NOT NULL);"


class Unreadable(NotInstalled):
    """A stored grant that none of the keys decrypts."""

    def __init__(self, tenant: str) -> None:
        super().__init__(
            f"What was stored when I was installed in {tenant} cannot be decrypted; an admin has to set "
            "DATAOPS_ENCRYPTION_KEY to the key it was stored with, or install me there again."
        )


class Installations:
    """Grants by tenant. The file shows the tenants' ids and nothing else of them. Blocking calls."""

    def __init__(self, database: DoorDatabase, cipher: MultiFernet) -> None:
        self._database = database
        self._cipher = cipher
        database.create(SCHEMA)

    def tenants(self) -> list[str]:
        """Where the app is installed."""
        rows = self._database.read("SELECT tenant FROM slack_installations ORDER BY tenant")
        return [row["tenant"] for row in rows]

    def find(self, tenant: str) -> Grant | None:
        """The grant of a tenant; raises Unreadable for one that cannot be decrypted."""
        rows = self._database.read("SELECT sealed FROM slack_installations WHERE tenant = ?", (tenant,))
        if not rows:
            return None
        try:
            grant = Grant.model_validate_json(self._cipher.decrypt(rows[0]["sealed"]))
        except (InvalidToken, ValidationError):
            raise Unreadable(tenant) from None
        if grant.tenant != tenant:  # a row was given another's content
            raise Unreadable(tenant)
        return grant

    def save(self, grant: Grant) -> None:
        """Keep a grant in place of an earlier one."""
        sealed = self._cipher.encrypt(grant.model_dump_json().encode())
        self._database.write(
            "INSERT OR REPLACE INTO slack_installations VALUES (?, ?)", (grant.tenant, sealed)
        )

    def remove(self, tenant: str) -> None:
        """Forget a tenant's grant."""
        self._database.write("DELETE FROM slack_installations WHERE tenant = ?", (tenant,))

    def encrypt_anew(self) -> list[str]:
        """Encrypt everything with the first key, so that older keys are not needed any more.

        Returns the tenants whose grants none of the keys decrypts; they stay as they are.
        """
        lost = []
        with self._database.transaction() as connection:
            for row in connection.execute("SELECT tenant, sealed FROM slack_installations").fetchall():
                try:
                    sealed = self._cipher.rotate(row["sealed"])
                except InvalidToken:
                    lost.append(row["tenant"])
                    continue
                connection.execute(
                    "UPDATE slack_installations SET sealed = ? WHERE tenant = ?", (sealed, row["tenant"])
                )
        return lost
