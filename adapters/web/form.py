"""A form as a browser sends it; its files go to the disk as they arrive."""

import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import uuid4

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from adapters.web.problems import Forged, TooLarge
from adapters.web.site import LOGIN, SITE, Site
from core.chat.inbound import InboundFile
from core.errors import UserFacingError

MOST_FILES = 100
MOST_TEXT = 4 << 20
"""Bytes of all text fields together; the inbox says what is too long for a message."""

MOST_PARTS = MOST_FILES + 20
"""Fields and files of one form."""

SLACK = 8 << 20
"""Bytes of a request beside its files: texts and the borders between the parts."""


@dataclass(frozen=True, slots=True)
class Form:
    """The fields and files of a form. ``folder`` is where the files are kept."""

    fields: dict[str, str]
    files: tuple[InboundFile, ...]
    folder: str


async def read_form(request: web.Request) -> Form:
    """Read a form made for this login. Nothing is kept of one that is refused.

    Raises Forged without the login's token, TooLarge for too many bytes, UserFacingError for what is no form.
    """
    site = request.app[SITE]
    if (request.content_length or 0) > site.max_bytes + SLACK:
        raise TooLarge(site.max_bytes)
    reader = _Reader(site, request[LOGIN].csrf, request.headers.get("X-CSRF", ""))
    try:
        return await reader.read(request)
    except (ValueError, AssertionError, KeyError, HttpProcessingError) as error:
        await reader.discard()
        raise UserFacingError("That form is not complete; open the page anew and try again.") from error
    except BaseException:
        await reader.discard()
        raise


class _Reader:
    """One form on its way in; the token must come before the first file."""

    def __init__(self, site: Site, csrf: str, token: str) -> None:
        self._site = site
        self._csrf = csrf
        self._fields = {"csrf": token}
        self._files: list[InboundFile] = []
        self._folder = uuid4().hex
        self._room = site.max_bytes
        self._words = MOST_TEXT
        self._parts = 0

    async def read(self, request: web.Request) -> Form:
        if request.content_type == "multipart/form-data":
            async for part in await request.multipart():
                if not isinstance(part, BodyPartReader):
                    raise KeyError("a form within a form")
                await self._take(part)
        else:
            fields = await request.post()
            self._fields |= {name: value for name, value in fields.items() if isinstance(value, str)}
        self._check_token()
        return Form(self._fields, tuple(self._files), self._folder)

    async def discard(self) -> None:
        """Leave nothing behind."""
        await self._site.door.uploads.discard(self._folder)

    async def _take(self, part: BodyPartReader) -> None:
        """One part: a text, or a file (one without a name is an empty choice)."""
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise UserFacingError("That form has too many parts; attach the files as a zip.")
        name = part.name or ""
        if part.filename is None:
            self._fields[name] = await self._text(part)
        elif part.filename:
            self._check_token()
            await self._keep(part, part.filename.replace("%22", '"'))  # as browsers write it

    async def _text(self, part: BodyPartReader) -> str:
        data = bytearray()
        while chunk := await part.read_chunk():
            data += chunk
            self._words -= len(chunk)
            if self._words < 0:
                raise UserFacingError("That text is too long; attach it as a file.")
        return data.decode("utf-8", "replace").replace("\r\n", "\n")

    async def _keep(self, part: BodyPartReader, name: str) -> None:
        if len(self._files) == MOST_FILES:
            raise UserFacingError(f"A message takes {MOST_FILES} files at most; attach them as a zip.")
        uploads = self._site.door.uploads
        locator, size = await uploads.keep(self._folder, len(self._files), self._bounded(part))
        self._files.append(InboundFile(name=name, locator=locator, size=size))

    async def _bounded(self, part: BodyPartReader) -> AsyncIterator[bytes]:
        """The bytes of a file, as long as there is room."""
        while chunk := await part.read_chunk(1 << 18):
            self._room -= len(chunk)
            if self._room < 0:
                raise TooLarge(self._site.max_bytes)
            yield bytes(chunk)

    def _check_token(self) -> None:
        if not hmac.compare_digest(self._fields["csrf"].encode(), self._csrf.encode()):
            raise Forged
