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
from adapters.slack.channel_teams import ChannelTeams
from adapters.slack.refusal import reason
from adapters.slack.workspace import Workspace, Workspaces
from core.chat.inbound import Inbound, InboundFile
from core.chat.thread_ref import ChannelRef
from core.errors import UserFacingError

logger = structlog.get_logger()

LOOKED_THROUGH = 200
"""Newest files of a channel among which a named one is looked for."""

LOOKED_AT = 2_000
"""Characters of a message in which a file may be named."""

RECENT_SECONDS = 15 * 60
"""Before a message, in which shared files are likely to be meant."""

_NAMES_FILE = re.compile(
    r"(?<!\S)[\"'`(]?[^\s/\\]*[^\s/\\.]\.(?=[0-9]*[a-z])[a-z0-9]{2,10}(?=[\"'`),;:.!?]*(?:\s|$))",
    re.IGNORECASE,
)
"""Something that looks like a file's name; a path, an address, a number or an abbreviation is none."""


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
        self._teams = ChannelTeams()

    async def shared(self, channel: ChannelRef, *, since: float = 0) -> list[SharedFile]:
        """What others than the bot shared in a channel and can be fetched, newest first.

        Nothing where Slack tells nothing.
        """
        workspace = await self._workspaces.of(channel.tenant)
        try:
            teams = await self._teams.of(workspace, channel)
        except (SlackApiError, ClientError, TimeoutError) as error:
            logger.warning("workspaces_not_listed", reason=reason(error))
            return []
        for team in teams:
            found = await self._listed(workspace, channel, team, since)
            if found:
                self._teams.note(channel, team)
                return [each for each in found if each.by != workspace.bot_user]
        return []

    async def of(self, inbound: Inbound) -> Sequence[InboundFile]:
        """The files of a message: those that came as an id only are looked up, and its words may name some.

        Raises UserFacingError for one that cannot be fetched.
        """
        said = inbound.text[:LOOKED_AT]
        if inbound.files or _NAMES_FILE.search(said) is None:
            return [await self.told(each) for each in inbound.files]
        return named(said, await self.shared(inbound.channel))

    async def recent(self, inbound: Inbound) -> list[InboundFile]:
        """What was shared in the channel in the minutes before a message: by its own person first."""
        since = inbound.received_at.timestamp() - RECENT_SECONDS
        shared = await self.shared(inbound.channel, since=since)
        return [each.file for each in sorted(shared, key=lambda each: each.by != inbound.actor.id)]

    async def _listed(
        self, workspace: Workspace, channel: ChannelRef, team: str, since: float
    ) -> list[SharedFile]:
        """The files of a channel, newest first; none if it is not in that workspace."""
        try:
            page = await workspace.reading.files_list(
                channel=channel.channel, team_id=team, ts_from=str(int(since)), count=LOOKED_THROUGH
            )
        except (SlackApiError, ClientError, TimeoutError) as error:
            logger.warning("channel_files_not_listed", reason=reason(error))
            self._teams.forget(channel)
            return []
        found = [each for raw in page.get("files") or () for each in _shared(raw, channel.tenant)]
        return sorted(found, key=lambda each: each.at, reverse=True)

    async def told(self, file: InboundFile) -> InboundFile:
        """A file by its name, which Slack leaves out in shared channels and a form's choices do not bring.

        Raises UserFacingError for one that turns out to be kept elsewhere.
        """
        locator = _locator(file)
        if locator is None or locator.file != file.name:
            return file
        workspace = await self._workspaces.of(locator.tenant)
        try:
            found = await workspace.reading.files_info(file=locator.file)
            known = attached([FileShape.model_validate(found["file"])], locator.tenant)
        except (SlackApiError, ClientError, TimeoutError, ValidationError) as error:
            logger.warning("file_not_looked_up", reason=reason(error))
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
