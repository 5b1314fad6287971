"""Who is at which browser: one-time links and logins. Only digests of the secrets are kept."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_urlsafe

from core.access.secret_digest import secret_digest
from core.chat.door_database import DoorDatabase

SCHEMA = """
CREATE TABLE IF NOT EXISTS logins (
    digest TEXT PRIMARY KEY, kind TEXT NOT NULL, person TEXT NOT NULL, expires_at REAL NOT NULL);
"""

LINK_SECONDS = 15 * 60
"""A link that was not used by then is worthless to whoever finds it."""

LOGIN_SECONDS = 12 * 3600
"""A working day since the last visit."""


@dataclass(frozen=True, slots=True)
class Login:
    """A browser somebody is logged in at. ``csrf`` proves that a form was made for this login."""

    secret: str = field(repr=False)
    person: str

    @property
    def csrf(self) -> str:
        """Made from the secret, which no page ever holds."""
        return secret_digest(f"csrf {self.secret}")


class Logins:
    """Blocking calls; safe for several processes on one database. Those of a demo are good in a demo only."""

    def __init__(
        self, database: DoorDatabase, clock: Callable[[], float] = time.time, *, demo: bool = False
    ) -> None:
        self._database = database
        self._kind = "demo" if demo else "login"
        self._clock = clock
        database.create(SCHEMA)

    def link(self, person: str) -> str:
        """A token that logs a person in, once."""
        return self._add("link", person, LINK_SECONDS)

    def redeem(self, token: str) -> Login | None:
        """Log in with a token; None if it is unknown, used or too old."""
        with self._database.transaction() as connection:
            row = connection.execute(
                "DELETE FROM logins WHERE digest = ? AND kind = 'link' AND expires_at > ? RETURNING person",
                (secret_digest(token), self._clock()),
            ).fetchone()
        return self.begin(row["person"]) if row else None

    def begin(self, person: str) -> Login:
        """Log a person in."""
        return Login(self._add(self._kind, person, LOGIN_SECONDS), person)

    def find(self, secret: str) -> Login | None:
        """The login of a secret, if it has not ended; a visit makes it last longer."""
        now = self._clock()
        rows = self._database.read(
            "SELECT person, expires_at FROM logins WHERE digest = ? AND kind = ? AND expires_at > ?",
            (secret_digest(secret), self._kind, now),
        )
        if not rows:
            return None
        if rows[0]["expires_at"] < now + LOGIN_SECONDS / 2:
            self._database.write(
                "UPDATE logins SET expires_at = ? WHERE digest = ?",
                (now + LOGIN_SECONDS, secret_digest(secret)),
            )
        return Login(secret, rows[0]["person"])

    def end(self, login: Login) -> None:
        """Log out."""
        self._database.write("DELETE FROM logins WHERE digest = ?", (secret_digest(login.secret),))

    def sweep(self) -> None:
        """Remove what is over."""
        self._database.write("DELETE FROM logins WHERE expires_at <= ?", (self._clock(),))

    def _add(self, kind: str, person: str, seconds: float) -> str:
        secret = token_urlsafe(32)
        self._database.write(
            "INSERT INTO logins VALUES (?, ?, ?, ?)",
            (secret_digest(secret), kind, person, self._clock() + seconds),
        )
        return secret
