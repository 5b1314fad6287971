"""The streams of answers in all chats."""

from adapters.teams.answer_stream import TeamsAnswerStream
from adapters.teams.open_streams import OpenStreams
from adapters.teams.posting import Posting
from adapters.teams.stream_records import StreamRecords
from adapters.teams.streamed_message import StreamedMessage
from core.chat.thread_ref import ThreadRef


class AnswerStreams:
    """Opens streams; a chat has one at a time."""

    def __init__(self, posting: Posting, records: StreamRecords) -> None:
        self._posting = posting
        self._records = records
        self._chats = OpenStreams()

    def open(self, thread: ThreadRef, key: str) -> TeamsAnswerStream:
        """The stream of a post; nothing is sent yet."""
        return TeamsAnswerStream(StreamedMessage(self._posting, self._records, self._chats, thread, key))
