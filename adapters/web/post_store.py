"""The posts of all threads of this door, in the order in which they changed."""

import json
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from adapters.web.post import CONTENT, Files, Gone, Post, Said, Shown
from core.chat.door_database import DoorDatabase
from core.chat.forgotten import Forgotten
from core.chat.inbound import Inbound
from core.chat.thread_ref import ChannelRef, ThreadRef

SCHEMA = """
CREATE TABLE IF NOT EXISTS posts (
    id INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL, channel TEXT NOT NULL, thread TEXT NOT NULL,
    change INTEGER UNIQUE NOT NULL, content TEXT NOT NULL, author TEXT NOT NULL, private_to TEXT,
    at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS posts_by_thread ON posts (thread, change);
CREATE TABLE IF NOT EXISTS threads (
    thread TEXT NOT NULL, reader TEXT NOT NULL, channel TEXT NOT NULL, first INTEGER,
    newest INTEGER NOT NULL, last REAL NOT NULL, PRIMARY KEY (thread, reader));
CREATE INDEX IF NOT EXISTS threads_by_channel ON threads (channel, newest);
CREATE TABLE IF NOT EXISTS outgoing (key TEXT PRIMARY KEY, inbound TEXT NOT NULL);
"""

_INSERT = """
    INSERT INTO posts (key, channel, thread, change, content, author, private_to, at)
    VALUES (:key, :channel, :thread, (SELECT coalesce(max(change), 0) + 1 FROM posts), :content, :author,
        :private_to, :at)
    ON CONFLICT (key) DO NOTHING"""
_CHANGED = """
    SELECT * FROM posts WHERE thread = :thread AND (private_to IS NULL OR private_to = :viewer)
        AND change > :after ORDER BY id"""
_LATEST = """
    SELECT * FROM posts WHERE thread = :thread AND (private_to IS NULL OR private_to = :viewer)
        AND content <> :gone AND (:before IS NULL OR id < :before) ORDER BY id DESC LIMIT :limit"""
_LISTED = """
    INSERT INTO threads SELECT thread, coalesce(private_to, ''), channel, id, id, at FROM posts
    WHERE key = :key
    ON CONFLICT (thread, reader) DO UPDATE SET newest = excluded.newest, last = excluded.last"""
_THREADS = """
    SELECT posts.content, listed.thread, listed.last, listed.newest FROM (
        SELECT thread, min(first) AS first, max(newest) AS newest, max(last) AS last FROM threads
        WHERE channel = :channel AND reader IN ('', :viewer)
        GROUP BY thread HAVING :before IS NULL OR max(newest) < :before
        ORDER BY newest DESC LIMIT :limit) listed
    JOIN posts ON posts.id = listed.first ORDER BY listed.newest DESC"""
_FIRST = """
    UPDATE threads SET first = (
        SELECT min(id) FROM posts WHERE posts.thread = threads.thread AND content <> :gone
            AND coalesce(private_to, '') = reader)"""
_BEGINS = f"{_FIRST} WHERE thread = :thread"
_BEGIN_LATER = f"{_FIRST} WHERE first NOT IN (SELECT id FROM posts WHERE content <> :gone)"  # noqa: S608 - our own words
_GONE = Gone().model_dump_json()


@dataclass(frozen=True, slots=True)
class ThreadSummary:
    """A line of a channel's list of threads; ``newest`` is the id of its newest post."""

    thread: ThreadRef
    title: str
    last: datetime
    newest: int


class PostStore:
    """Posts by thread; a key is posted once. A private post exists for one person only."""

    def __init__(self, database: DoorDatabase, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        database.create(SCHEMA)

    def add(
        self, key: str, thread: ThreadRef, content: Said | Shown | Files, private_to: str | None = None
    ) -> int:
        """Post something of the bot, unless the key stands; the post's id."""
        row = self._row(key, thread, content) | {"private_to": private_to}
        with self._database.transaction() as connection:
            _insert(connection, row)
        return int(self._database.read("SELECT id FROM posts WHERE key = ?", (key,))[0]["id"])

    def say(self, inbound: Inbound, thread: ThreadRef, content: Said) -> None:
        """Show a person's message, and keep it until it is received."""
        row = self._row(inbound.act, thread, content) | {"author": inbound.actor.name or inbound.actor.id}
        with self._database.transaction() as connection:
            _insert(connection, row)
            connection.execute(
                "INSERT OR IGNORE INTO outgoing VALUES (?, ?)", (inbound.act, inbound.model_dump_json())
            )

    def received(self, inbound: Inbound) -> None:
        """The message is written down where it is worked on."""
        self._database.write("DELETE FROM outgoing WHERE key = ?", (inbound.act,))

    def not_received(self) -> list[Inbound]:
        """The messages that a dead process showed and did not hand on."""
        rows = self._database.read("SELECT inbound FROM outgoing ORDER BY rowid")
        return [Inbound.model_validate_json(row["inbound"]) for row in rows]

    def take_back(self, inbound: Inbound) -> None:
        """Remove a message that was not accepted; pages that show it already are told that it is gone."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM outgoing WHERE key = ?", (inbound.act,))
            connection.execute(
                "DELETE FROM threads WHERE first = newest AND first = (SELECT id FROM posts WHERE key = ?)",
                (inbound.act,),
            )
            connection.execute(
                "UPDATE posts SET content = ?, change = (SELECT max(change) + 1 FROM posts), "
                "key = key || ' ' || id WHERE key = ?",
                (_GONE, inbound.act),
            )

    def forget(self, forgotten: Forgotten) -> None:
        """Keep nothing of these posts; pages that show them are told."""
        thread = forgotten.thread
        rows = self._database.read("SELECT id, key FROM posts WHERE thread = ?", (str(thread),))
        gone = [row["id"] for row in rows if forgotten.holds(row["key"])]
        with self._database.transaction() as connection:
            for each in gone:
                connection.execute(
                    "UPDATE posts SET content = ?, author = '', "
                    "change = (SELECT max(change) + 1 FROM posts) WHERE id = ?",
                    (_GONE, each),
                )
            connection.execute(
                "DELETE FROM outgoing WHERE key IN (SELECT key FROM posts WHERE id IN "
                "(SELECT value FROM json_each(?)))",
                (json.dumps(gone),),
            )
            connection.execute(_BEGINS, {"thread": str(thread), "gone": _GONE})
            connection.execute("DELETE FROM threads WHERE thread = ? AND first IS NULL", (str(thread),))

    def delete_before(self, moment: datetime) -> int:
        """Remove posts of before a moment, and threads that have no others; how many posts.

        The newest of all keeps its number, so that pages which are open see what comes next.
        """
        values = {"moment": moment.timestamp(), "gone": _GONE}
        blank = "UPDATE posts SET content = :gone, author = '' WHERE at < :moment AND content <> :gone"
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM outgoing WHERE key IN (SELECT key FROM posts WHERE at < :moment)", values
            )
            removed = connection.execute(blank, values).rowcount
            connection.execute(
                "DELETE FROM posts WHERE at < :moment AND change < (SELECT max(change) FROM posts) "
                "AND id < (SELECT max(id) FROM posts)",
                values,
            )
            connection.execute(_BEGIN_LATER, values)
            connection.execute("DELETE FROM threads WHERE first IS NULL")
        return removed

    def replace(self, post_id: int, content: Shown) -> None:
        """Change a post in place."""
        self._database.write(
            "UPDATE posts SET content = ?, change = (SELECT max(change) + 1 FROM posts) WHERE id = ?",
            (content.model_dump_json(), post_id),
        )

    def find(self, key: str, thread: ThreadRef) -> int | None:
        """The id of the post with this key in this thread, if it stands."""
        rows = self._database.read("SELECT id FROM posts WHERE key = ? AND thread = ?", (key, str(thread)))
        return int(rows[0]["id"]) if rows else None

    def changed(self, thread: ThreadRef, viewer: str, after: int) -> list[Post]:
        """The posts of a thread that changed after the given change, as they are now, in order of posting."""
        rows = self._database.read(_CHANGED, {"thread": str(thread), "viewer": viewer, "after": after})
        return [_post(row) for row in rows]

    def latest(self, thread: ThreadRef, viewer: str, limit: int, before: int | None = None) -> list[Post]:
        """The last posts of a thread (before a given one), oldest first."""
        rows = self._database.read(
            _LATEST,
            {"thread": str(thread), "viewer": viewer, "before": before, "limit": limit, "gone": _GONE},
        )
        return [_post(row) for row in reversed(rows)]

    def threads(
        self, channel: ChannelRef, viewer: str, limit: int, before: int | None = None
    ) -> list[ThreadSummary]:
        """The threads of a channel (with no post since a given one), the one with the newest post first."""
        values = {"channel": str(channel), "viewer": viewer, "limit": limit, "before": before}
        return [_summary(row) for row in self._database.read(_THREADS, values)]

    def _row(self, key: str, thread: ThreadRef, content: Said | Shown | Files) -> dict[str, object]:
        """The columns of a new post of the bot for everybody."""
        return {
            "key": key,
            "channel": str(thread.channel),
            "thread": str(thread),
            "content": content.model_dump_json(),
            "author": "",
            "private_to": None,
            "at": self._clock(),
        }


def _insert(connection: sqlite3.Connection, row: dict[str, object]) -> None:
    """A post, if its key is new, and its line in the list of threads."""
    if connection.execute(_INSERT, row).rowcount == 1:
        connection.execute(_LISTED, {"key": row["key"]})


def _post(row: sqlite3.Row) -> Post:
    return Post(
        id=row["id"],
        thread=ThreadRef.parse(row["thread"]),
        change=row["change"],
        content=CONTENT.validate_json(row["content"]),
        author=row["author"],
        private=row["private_to"] is not None,
        at=_time(row["at"]),
    )


def _summary(row: sqlite3.Row) -> ThreadSummary:
    return ThreadSummary(
        ThreadRef.parse(row["thread"]), _title(row["content"]), _time(row["last"]), row["newest"]
    )


def _title(content: str) -> str:
    """What a thread began with."""
    first = CONTENT.validate_json(content)
    if isinstance(first, Said):
        return " ".join(first.text.split()) or ", ".join(first.files)
    if isinstance(first, Shown):
        return first.card.title
    return ", ".join(item.name for item in first.items) if isinstance(first, Files) else ""


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
