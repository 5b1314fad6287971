"""The streams of answers in all workspaces; those of one share its budgets."""

from functools import partial

from adapters.slack.answer_stream import SlackAnswerStream
from adapters.slack.stream_pace import StreamPace
from adapters.slack.stream_records import StreamRecords
from adapters.slack.streamed_messages import StreamedMessages
from adapters.slack.text_sharing import TextSharing
from adapters.slack.workspace import Workspaces
from core.chat.inbound import Actor
from core.chat.thread_ref import ThreadRef


class AnswerStreams:
    """Opens streams."""

    def __init__(self, workspaces: Workspaces, records: StreamRecords, texts: TextSharing) -> None:
        self._workspaces = workspaces
        self._records = records
        self._texts = texts
        self._paces: dict[str, StreamPace] = {}

    def open(self, thread: ThreadRef, key: str, reader: Actor) -> SlackAnswerStream:
        """The stream of a post; nothing is sent yet."""
        pace = self._paces.setdefault(thread.channel.tenant, StreamPace())
        messages = StreamedMessages(self._workspaces, thread, key, reader, self._records, pace)
        return SlackAnswerStream(thread, messages, partial(self._share, thread, key))

    async def _share(self, thread: ThreadRef, key: str, text: str) -> None:
        workspace = await self._workspaces.of(thread.channel.tenant)
        await self._texts.share(workspace, thread.channel, thread.thread, key, text)
