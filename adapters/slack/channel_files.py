"""What Slack knows of the files in a channel."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from aiohttp import ClientError
from pydantic import ValidationError
from slack_sdk.errors import SlackApiError

from adapters.slack.arrivals.attached import attached
from adapters.slack.arrivals.file_locator import FileLocator
from adapters.slack.arrivals.shapes import FileShape
from adapters.slack.workspace import Workspaces
from core.chat.inbound import Inbound, InboundFile
from core.chat.thread_ref import ChannelRef
from core.errors import UserFacingError

logger = structlog.get_logger()

LOOKED_THROUGH = 200
"""Newest files of a channel among which a named one is looked for."""

LOOKED_AT = 2_000
"""Characters of a command in which a file may be named."""

_NAMES_FILE = re.compile(
    r"\s*/dataops\s.*?(?<!\S)[\"'`(]?[^\s/\\]*[^\s/\\.]\.[A-Za-z0-9]", re.IGNORECASE | re.DOTALL
)
"""A command with something that looks like a file's name; a path or an address is none."""


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file that somebody shared; ``at`` is in seconds since the epoch."""

    file: InboundFile
    by: str
    at: int


class ChannelFiles:
    """Asks Slack; nothing that it does not tell stops anything."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def shared(
        self, channel: ChannelRef, *, since: float = 0, most: int = LOOKED_THROUGH
    ) -> list[SharedFile]:
        """The files of a channel that can be fetched, newest first; none where Slack tells none."""
        workspace = await self._workspaces.of(channel.tenant)
        try:
            page = await workspace.reading.files_list(
                channel=channel.channel, ts_from=str(int(since)), count=most
            )
        except (SlackApiError, ClientError, TimeoutError) as error:
            logger.warning("channel_files_not_listed", reason=_reason(error))
            return []
        found = [each for raw in page.get("files") or () for each in _shared(raw, channel.tenant)]
        return sorted(found, key=lambda each: each.at, reverse=True)

    async def of(self, inbound: Inbound) -> Sequence[InboundFile]:
        """The files of a message: those that came as an id only are looked up, and a command may name some.

        Raises UserFacingError for one that cannot be fetched.
        """
        said = inbound.text[:LOOKED_AT]
        if inbound.files or _NAMES_FILE.match(said) is None:
            return [await self._told(each) for each in inbound.files]
        return named(said, await self.shared(inbound.channel))

    async def _told(self, file: InboundFile) -> InboundFile:
        """A file by its name, which Slack leaves out in shared channels and a form's choices do not bring."""
        locator = _locator(file)
        if locator is None or locator.file != file.name:
            return file
        workspace = await self._workspaces.of(locator.tenant)
        try:
            found = await workspace.reading.files_info(file=locator.file)
            known = attached([FileShape.model_validate(found["file"])], locator.tenant)
        except (SlackApiError, ClientError, TimeoutError, ValidationError) as error:
            logger.warning("file_not_looked_up", reason=_reason(error))
            return file  # fetching it says why it is not to be had
        if known.unreachable:
            raise UserFacingError(str(known.unreachable[0]))
        return known.files[0]


def named(text: str, shared: Sequence[SharedFile]) -> list[InboundFile]:
    """The files whose names stand in a text, in its order; of several with one name the newest."""
    newest: dict[str, InboundFile] = {}
    for each in shared:
        if "." in each.file.name.strip("."):  # else any word might be the name of a file
            newest.setdefault(each.file.name, each.file)
    found: dict[int, InboundFile] = {}
    for name in sorted(newest, key=len, reverse=True):  # "my export.txt" before "export.txt"
        word = rf"(?<![^\s\"'`(]){re.escape(name)}(?=[\"'`),;:.!?]*(?:\s|$))"
        place = re.search(word, text, re.IGNORECASE)
        if place is not None:
            found[place.start()] = newest[name]
            text = f"{text[: place.start()]}{' ' * len(place[0])}{text[place.end() :]}"
    return [found[place] for place in sorted(found)]


def _shared(raw: object, tenant: str) -> list[SharedFile]:
    """A file as Slack tells it, if it can be fetched."""
    try:
        shape = FileShape.model_validate(raw)
    except ValidationError:
        return []
    files = attached([shape], tenant).files
    return [SharedFile(file, shape.user or "", shape.created or 0) for file in files]


def _locator(file: InboundFile) -> FileLocator | None:
    try:
        return FileLocator.parse(file.locator)
    except ValueError:
        return None  # a pasted text


def _reason(error: Exception) -> str:
    return str(error.response["error"]) if isinstance(error, SlackApiError) else type(error).__name__
