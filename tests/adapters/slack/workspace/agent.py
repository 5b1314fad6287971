"""What the app shows as an agent: the status line, suggested prompts, titles of threads."""

from dataclasses import dataclass, field

from tests.adapters.slack.workspace.payload import JSON

STATUS_SECONDS = 120
"""A status vanishes after two minutes: https://docs.slack.dev/reference/methods/assistant.threads.setStatus."""


@dataclass(frozen=True)
class Status:
    """A status line as it was set, at a time and between two messages; an empty text takes it away."""

    channel: str
    thread_ts: str
    text: str
    loading_messages: tuple[str, ...]
    at: float
    ts: str


@dataclass(frozen=True)
class Prompts:
    """Suggested prompts in a direct conversation, each with ``title`` and ``message``."""

    channel: str
    title: str
    prompts: tuple[JSON, ...]


@dataclass
class Agent:
    """Everything that was set, in order."""

    statuses: list[Status] = field(default_factory=list)
    prompts: list[Prompts] = field(default_factory=list)
    titles: dict[tuple[str, str], str] = field(default_factory=dict)

    def status(self, channel: str, thread_ts: str, last_post: str, now: float) -> str:
        """The line that a thread shows now: a later message of the app or two minutes take it away.

        ``last_post`` is the timestamp of the app's last message in the thread, or empty.
        """
        for status in reversed(self.statuses):
            if (status.channel, status.thread_ts) == (channel, thread_ts):
                gone = now - status.at >= STATUS_SECONDS or last_post > status.ts
                return "" if gone else status.text
        return ""
