"""What is to be forgotten of a thread."""

from dataclasses import dataclass

from core.chat.thread_ref import ThreadRef


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What ``people`` (as the policy names them) did there, and the runs that came of it.

    ``whole``: all that stands in the thread.
    """

    thread: ThreadRef
    people: tuple[str, ...]
    acts: tuple[str, ...]
    run_ids: tuple[str, ...]
    whole: bool = False

    def holds(self, key: str) -> bool:
        """Whether a post with this key is meant: a message has its act, one of a run begins with its id."""
        return self.whole or key in self.acts or key.partition(":")[0] in self.run_ids
