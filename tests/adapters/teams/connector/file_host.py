"""The host of files: takes what a bot uploads and serves what people sent.

It is no part of the connector: another name (``localhost``), and no token of the bot belongs there. Uploads
follow https://learn.microsoft.com/onedrive/developer/rest-api/api/driveitem_createuploadsession.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

from tests.adapters.teams.connector.answering import answer, strike
from tests.adapters.teams.connector.payload import JSON
from tests.adapters.teams.connector.person import Person
from tests.adapters.teams.connector.stored_file import StoredFile
from tests.adapters.teams.connector.uploading import RefusedError, grow
from tests.adapters.teams.connector.world import World
from tests.adapters.wire.call_log import CallLog, Made
from tests.adapters.wire.faults import Fault, Faults

UPLOAD = "upload"
DOWNLOAD = "download"
"""The names of the two under which faults are set and calls are logged."""


@dataclass(frozen=True)
class Asked:
    """A request to the host, with all its headers (names in lower case)."""

    method: str
    path: str
    headers: dict[str, str]


@dataclass
class FileHost:
    """``asked`` is every request, so that a test sees which headers came."""

    world: World
    faults: Faults
    log: CallLog
    base_url: str = ""
    files: dict[str, StoredFile] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.put("/upload/{file}", self.upload),
            web.get("/download/{file}", self.download),
        ]

    def offer(self, person: Person, name: str) -> StoredFile:
        """A place for a file that somebody agreed to."""
        return self._add(person, name, None)

    def keep(self, person: Person, name: str, content: bytes) -> StoredFile:
        """A file that somebody sends."""
        return self._add(person, name, content)

    def uploaded(self) -> dict[str, bytes]:
        """The names and bytes of the files that bots put on somebody's drive."""
        return {file.name: file.content for file in self.files.values() if file.received and file.content}

    def _add(self, person: Person, name: str, content: bytes | None) -> StoredFile:
        identifier = self.world.identifiers.guid("file").upper()
        secret = self.world.identifiers.opaque("tempauth-")
        owner = person.mail.replace("@", "_").replace(".", "_")
        file = StoredFile(identifier, name, owner, secret, self.base_url, content)
        self.files[identifier] = file
        return file

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """Take a part of a file: 202 with what is still to come, 201 with the item at the end."""
        part = await request.read()
        return await self._meet(UPLOAD, request, lambda: self._take(request, part))

    async def download(self, request: web.Request) -> web.StreamResponse:
        """The bytes, for the address alone."""
        return await self._meet(DOWNLOAD, request, lambda: self._serve(request))

    async def _meet(
        self, name: str, request: web.Request, effect: Callable[[], web.Response]
    ) -> web.StreamResponse:
        headers = {key.lower(): value for key, value in request.headers.items()}
        self.asked.append(Asked(request.method, request.path, headers))
        args: JSON = {"file": request.match_info["file"], "range": headers.get("content-range", "")}
        token = headers.get("authorization", "").removeprefix("Bearer ")
        made = self.log.begin(Made(name, args, self.world.clock(), token, None))
        fault = self.faults.take(name, None)
        await self.faults.pause(name, None, "before")
        if fault is not None and fault.reset != "after":
            return self._struck(request, fault, made)
        response = effect()
        await self.faults.pause(name, None, "after")
        if fault is not None:
            return self._struck(request, fault, made)
        self.log.end(made, str(response.status))
        return response

    def _struck(self, request: web.Request, fault: Fault, made: Made) -> web.StreamResponse:
        self.log.end(made, fault.name)
        return strike(request, fault)

    def _take(self, request: web.Request, part: bytes) -> web.Response:
        try:
            file = self._file(request)
            told = grow(file, request.headers.get("Content-Range", ""), part)
        except RefusedError as refused:
            return _refusal(refused)
        return answer(told, status=201 if "id" in told else 202)

    def _serve(self, request: web.Request) -> web.Response:
        try:
            content = _complete(self._file(request))
        except RefusedError as refused:
            return _refusal(refused)
        return web.Response(body=content, content_type="application/octet-stream")

    def _file(self, request: web.Request) -> StoredFile:
        """The file of an address that is still good; a token is refused, as the address is one itself."""
        if "Authorization" in request.headers:
            raise RefusedError(401, "unauthenticated")
        file = self.files.get(request.match_info["file"])
        if file is None or file.expired or request.query.get("tempauth") != file.secret:
            raise RefusedError(404, "itemNotFound")
        return file


def _complete(file: StoredFile) -> bytes:
    if file.content is None:
        raise RefusedError(404, "itemNotFound")
    return file.content


def _refusal(refused: RefusedError) -> web.Response:
    body = {"error": {"code": refused.code, "message": "The fake does not take this."}}
    return answer(body, status=refused.status)
