"""Fetching files that people shared: with the bot's token, from Slack's own hosts only."""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.slack.arrivals.file_locator import FileLocator
from adapters.slack.workspace import Workspace, Workspaces
from core.chat.inbound import InboundFile
from core.errors import UserFacingError

HOSTS = ("files.slack.com", "slack-files.com")
CHUNK = 1 << 18
FETCH_SECONDS = 300


class FileFetching:
    """``api_host`` counts as a host of files too: another base of the Web API is another Slack."""

    def __init__(self, workspaces: Workspaces, api_host: str) -> None:
        self._workspaces = workspaces
        self._hosts = {*HOSTS, api_host}

    async def read(self, file: InboundFile) -> AsyncIterator[bytes]:
        """The content; raises UserFacingError when it is not to be had."""
        try:
            locator = FileLocator.parse(file.locator)
        except ValueError as error:
            raise _gone(file) from error
        workspace = await self._workspaces.of(locator.tenant)
        address = await self._address(workspace, locator.file, file)
        timeout = aiohttp.ClientTimeout(total=FETCH_SECONDS)
        headers = {"Authorization": f"Bearer {workspace.reading.token}"}
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.get(address, headers=headers, allow_redirects=False) as response,
            ):
                if response.status != 200:
                    raise _gone(file)
                async for chunk in response.content.iter_chunked(CHUNK):
                    yield chunk
        except (aiohttp.ClientError, TimeoutError) as error:
            raise UserFacingError(f"{file.name} could not be fetched from Slack; try again.") from error

    async def _address(self, workspace: Workspace, file_id: str, file: InboundFile) -> str:
        """Where Slack says the content is, if that is a place the token may go to."""
        try:
            found = await workspace.reading.files_info(file=file_id)
        except SlackApiError as error:
            raise _gone(file) from error
        about = found["file"]
        address = str(about.get("url_private_download") or about.get("url_private") or "")
        if urlsplit(address).hostname not in self._hosts:
            raise UserFacingError(
                f"{file.name} is not kept in Slack, so I cannot read it; attach the file itself."
            )
        return address


def _gone(file: InboundFile) -> UserFacingError:
    return UserFacingError(f"{file.name} is not available to me any more; share it here again.")
