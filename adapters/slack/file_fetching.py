"""Fetching files that people shared: with the bot's token, from Slack's own hosts only."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.arrivals.attached import Unreachable
from adapters.slack.arrivals.file_locator import FileLocator
from adapters.slack.attempts import ATTEMPTS, pause
from adapters.slack.refusal import refusal
from adapters.slack.transfer import asked_to_wait, passes
from adapters.slack.workspace import Workspace, Workspaces
from core.chat.inbound import InboundFile
from core.errors import UserFacingError

logger = structlog.get_logger()

HOSTS = ("files.slack.com", "slack-files.com")
CHUNK = 1 << 18
FETCH_SECONDS = 300

GONE = frozenset({"file_not_found", "file_deleted"})
GONE_STATUSES = (302, 404, 410)
"""Whoever may not have a file is sent to the page to log in."""

Origin = tuple[str, str | None, int | None]
"""Scheme, host and port of an address."""


class FileFetching:
    """The origin of ``api_url`` has files too: another base of the Web API is another Slack."""

    def __init__(self, workspaces: Workspaces, api_url: str) -> None:
        self._workspaces = workspaces
        self._origins = {_origin(api_url), *(("https", host, 443) for host in HOSTS)}

    async def read(self, file: InboundFile) -> AsyncIterator[bytes]:
        """The content; raises UserFacingError when it is not to be had."""
        lost = Unreachable.of(file)
        if lost is not None:
            raise UserFacingError(str(lost))
        try:
            locator = FileLocator.parse(file.locator)
        except ValueError as error:
            raise _gone(file) from error
        workspace = await self._workspaces.of(locator.tenant)
        try:
            address = await self._address(workspace, locator.file, file)
            async with aclosing(_whole(address, str(workspace.reading.token))) as chunks:
                async for chunk in chunks:
                    yield chunk
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            logger.warning("file_not_fetched", reason=_reason(error))
            raise (_gone(file) if _is_gone(error) else _not_fetched(file)) from error

    async def _address(self, workspace: Workspace, file_id: str, file: InboundFile) -> str:
        """Where Slack says the content is, if that is a place the token may go to."""
        about = (await workspace.reading.files_info(file=file_id))["file"]
        address = str(about.get("url_private_download") or about.get("url_private") or "")
        if _origin(address) not in self._origins:
            raise UserFacingError(
                f"{file.name} is not kept in Slack, so I cannot read it; attach the file itself."
            )
        return address


async def _whole(address: str, token: str) -> AsyncGenerator[bytes, None]:
    """The content; where the connection is cut on the way it goes on behind what came already."""
    came = 0
    for attempt in range(ATTEMPTS):
        try:
            async with aclosing(_from(address, token, came)) as chunks:
                async for chunk in chunks:
                    came += len(chunk)
                    yield chunk
        except aiohttp.ClientError as error:
            if attempt == ATTEMPTS - 1 or not passes(error):
                raise
            await pause(attempt, asked_to_wait(error))
        else:
            return


async def _from(address: str, token: str, start: int) -> AsyncGenerator[bytes, None]:
    """The content from a byte on. What comes before is read again: Slack promises no ranges."""
    timeout, headers = aiohttp.ClientTimeout(total=FETCH_SECONDS), {"Authorization": f"Bearer {token}"}
    async with (
        aiohttp.ClientSession(timeout=timeout) as session,
        session.get(address, headers=headers, allow_redirects=False) as response,
    ):
        if response.status != 200:
            raise aiohttp.ClientResponseError(
                response.request_info, (), status=response.status, headers=response.headers
            )
        async for chunk in response.content.iter_chunked(CHUNK):
            if start < len(chunk):
                yield chunk[start:]
            start = max(0, start - len(chunk))


def _origin(address: str) -> Origin:
    """Where an address leads to; nowhere if it is none."""
    try:
        parts = urlsplit(address)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return "", None, None
    return parts.scheme, parts.hostname, port


def _is_gone(error: Exception) -> bool:
    """Whether trying again cannot help."""
    if isinstance(error, SlackApiError):
        return refusal(error) in GONE
    return isinstance(error, aiohttp.ClientResponseError) and error.status in GONE_STATUSES


def _reason(error: Exception) -> str:
    """What the log says; an address of Slack's is a secret."""
    if isinstance(error, SlackApiError):
        return refusal(error)
    status = f" {error.status}" if isinstance(error, aiohttp.ClientResponseError) else ""
    return f"{type(error).__name__}{status}"


def _gone(file: InboundFile) -> UserFacingError:
    return UserFacingError(f"{file.name} is not available to me any more; share it here again.")


def _not_fetched(file: InboundFile) -> UserFacingError:
    return UserFacingError(f"{file.name} could not be fetched from Slack; try again.")
