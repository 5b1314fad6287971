"""``/dataops share``: an answer in another channel."""

from bots.commands.command import Command
from bots.commands.request import Request
from bots.sharing import Sharing
from core.chat.thread_ref import ChannelRef
from core.contracts import Answer, WorkflowResponse
from core.errors import UserFacingError
from core.orchestrator.replies import reply


class ShareCommands:
    """Shows what was answered to others."""

    def __init__(self, sharing: Sharing) -> None:
        self._sharing = sharing

    def commands(self) -> list[Command]:
        """The word about sharing."""
        return [
            Command(
                "share CHANNEL",
                "show this thread's last answer, with its files, in another channel",
                self._share,
                "artifact.share",
            )
        ]

    async def _share(self, request: Request) -> WorkflowResponse:
        words = [word for word in request.words if word.lower() not in {"to", "with", "in"}]
        if not words:
            raise UserFacingError("Say where: /dataops share and a channel.")
        channel = ChannelRef.parse(request.reference(words[0]))
        await self._sharing.share(request.run, channel)
        return reply(Answer(finding=f"It stands in {channel} now, under your name."))
