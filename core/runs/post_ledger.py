"""Which posts of a run stand already, so that none is posted twice."""

from core.chat.posting import Posted
from core.chat.surface import MessageRef
from core.chat.thread_ref import ThreadRef
from core.runs.run import Run, RunState
from core.runs.run_store import RunStore
from core.storage.database import Database


class PostLedger:
    """The posts of one run. A claimed run's lease is checked first: a process that lost it posts nothing."""

    def __init__(self, database: Database, runs: RunStore, run: Run) -> None:
        self._database = database
        self._runs = runs
        self._run = run

    def begin(self, name: str) -> Posted:
        """Announce a post; what is known of an earlier attempt at it."""
        self.check()
        key = self.key(name)
        fresh = self._database.write(
            "INSERT OR IGNORE INTO posts VALUES (?, ?, NULL)", (key, self._run.run_id)
        )
        ref = self._database.read("SELECT ref FROM posts WHERE key = ?", (key,))[0]["ref"]
        return Posted(key, attempted=fresh == 0, ref=_parse(ref) if ref else None)

    def check(self) -> None:
        """Raise LeaseLost if another process has taken the run over."""
        if self._run.state is RunState.RUNNING:
            self._runs.check(self._run)

    def sent(self, name: str, ref: MessageRef) -> None:
        """Note that the post stands."""
        self._database.write(
            "UPDATE posts SET ref = ? WHERE key = ?", (f"{ref.thread} {ref.id}", self.key(name))
        )

    def ref(self, name: str) -> MessageRef | None:
        """Where a post stands, if it does."""
        rows = self._database.read("SELECT ref FROM posts WHERE key = ?", (self.key(name),))
        return _parse(rows[0]["ref"]) if rows and rows[0]["ref"] else None

    def key(self, name: str) -> str:
        """The key under which a surface knows the post."""
        return f"{self._run.run_id}:{name}"


def _parse(text: str) -> MessageRef:
    """A stored reference; the post's id has no blank."""
    thread, _, message = text.rpartition(" ")
    return MessageRef(ThreadRef.parse(thread), message)
