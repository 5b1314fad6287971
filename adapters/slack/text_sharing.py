"""The whole text of a post as a file, where its messages do not show all of it."""

from adapters.slack.file_sharing import FileSharing
from adapters.slack.posting import Posting
from adapters.slack.rendering.card import render
from adapters.slack.workspace import Workspace
from core.chat.card import Card
from core.chat.thread_ref import ChannelRef

NOT_SHARED = Card(
    kind="notice",
    title="The whole text could not be uploaded as a file; ask an admin whether I may post files here.",
)


class TextSharing:
    """Shares a text once for each key, or says once that it could not."""

    def __init__(self, sharing: FileSharing, posting: Posting) -> None:
        self._sharing = sharing
        self._posting = posting

    async def share(
        self, workspace: Workspace, channel: ChannelRef, thread: str, key: str, text: str
    ) -> None:
        """Share the text of the post with a key; nobody is left in the belief that they see all of it."""
        key = f"{key}:text"
        if not await self._sharing.share_text(workspace, channel, thread, key, text):
            await self._posting.post(workspace, channel, thread, key, render(NOT_SHARED).payloads)
