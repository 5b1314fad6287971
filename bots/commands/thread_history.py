"""``/dataops history``: what was said in a thread."""

from bots.commands.command import Command, answering
from bots.commands.request import Request
from core.contracts import Answer
from core.session import Message
from core.session_manager import SessionManager

LATEST = 20
FOUND = 8
SAID = 200
"""Characters of a message; the thread itself has the rest."""


class HistoryCommands:
    """What the thread's session remembers."""

    def __init__(self, sessions: SessionManager) -> None:
        self._sessions = sessions

    def commands(self) -> list[Command]:
        """The word about what was said."""
        return [
            Command(
                "history [WORDS]",
                "what I remember of this thread, all of it or what has to do with some words",
                answering(self._history),
                "session.read",
            ),
        ]

    def _history(self, request: Request) -> Answer:
        """The latest messages, the oldest first; the command itself is not among them."""
        if request.arguments:
            return self._about(request, " ".join(request.arguments))
        own = request.run.inbound.id
        session = self._sessions.get_session(request.session.session_id)
        said = [each for each in session.conversation_history if each.message_id != own]
        if not said:
            return Answer(finding="Nothing was said in this thread before.")
        return Answer(
            finding=f"The latest {min(len(said), LATEST)} of what was said in this thread.",
            details="\n".join(map(_line, said[-LATEST:])),
        )

    def _about(self, request: Request, words: str) -> Answer:
        """The messages that have most to do with some words."""
        found = self._sessions.relevant_messages(request.session.session_id, words, FOUND + 1)
        said = [each.message for each in found if each.message.message_id != request.run.inbound.id][:FOUND]
        if not said:
            return Answer(finding="I remember nothing of that in this thread.")
        return Answer(
            finding=f"{len(said)} of what was said in this thread has to do with that, the closest first.",
            details="\n".join(map(_line, said)),
        )


def _line(message: Message) -> str:
    content = " ".join(message.content.split()).replace("`", "'")
    shown = content if len(content) <= SAID else f"{content[: SAID - 1]}…"
    who = message.speaker or "me"
    return f"- {message.timestamp:%Y-%m-%d %H:%M} UTC, {who}: `{shown or '(no words)'}`"
