"""Where files go and come from: the address of an upload, and ``url_private``."""

from aiohttp import web

from tests.adapters.slack.workspace.answering import strike
from tests.adapters.slack.workspace.methods.files import visible
from tests.adapters.slack.workspace.stored_file import StoredFile
from tests.adapters.slack.workspace.world import World
from tests.adapters.wire.call_log import CallLog, Made
from tests.adapters.wire.faults import Fault, Faults

UPLOAD = "upload_url"
DOWNLOAD = "url_private"
"""The names of the two under which faults are set and calls are logged."""

_CHUNK = 1 << 16
_LOGIN = "<!DOCTYPE html><html><head><title>Login | Slack</title></head><body>Sign in to Slack</body></html>"
_GONE = "<!DOCTYPE html><html><head><title>File not found | Slack</title></head></html>"


class FileServer:
    """Takes uploads and serves downloads."""

    def __init__(self, world: World, faults: Faults, log: CallLog) -> None:
        self._world = world
        self._faults = faults
        self._log = log

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """Take the bytes of a file, raw or as a form; what does not have the announced length is refused."""
        content = await self._content(request)
        made = self._note(UPLOAD, request, {"bytes": len(content)})
        if (struck := await self._struck(request, made)) is not None:
            return struck
        file = self._world.files.get(request.match_info["file"])
        if file is None or file.complete or len(content) != file.length:
            self._log.end(made, "400")
            return web.Response(status=400, text="upload failed")
        file.content = content
        self._log.end(made, "ok")
        return web.Response(text=f"OK - {len(content)}")

    async def _content(self, request: web.Request) -> bytes:
        if request.content_type != "multipart/form-data":
            return await request.read()
        form = await request.post()
        field = next(iter(form.values()))
        return field.file.read() if isinstance(field, web.FileField) else str(field).encode()

    async def download(self, request: web.Request) -> web.StreamResponse:
        """The bytes, for a token that may read files; everybody else is sent to the login page.

        https://docs.slack.dev/messaging/working-with-files: without a good token there is no error but a
        redirect, at whose end stands a page with status 200.
        """
        made = self._note(DOWNLOAD, request, {"file": request.match_info["file"]})
        fault = await self._fault(made)
        if fault is not None and fault.reset != "after":
            return strike(request, fault)
        file = self._world.files.get(request.match_info["file"])
        if file is None or not self._may_read(made.token, file):
            self._log.end(made, "302")
            return web.Response(status=302, headers={"Location": f"/login?redir={request.path}"})
        if file.deleted or file.content is None:
            self._log.end(made, "404")
            return web.Response(status=404, text=_GONE, content_type="text/html")
        if fault is None:
            self._log.end(made, "ok")
        return await self._stream(request, file, file.content, fault)

    async def _stream(
        self, request: web.Request, file: StoredFile, content: bytes, fault: Fault | None
    ) -> web.StreamResponse:
        """The bytes; where a reset strikes, the second half of them does not come."""
        response = web.StreamResponse(headers={"Content-Type": file.mimetype})
        response.content_length = len(content)
        await response.prepare(request)
        sent = content if fault is None else content[: len(content) // 2]
        for start in range(0, len(sent), _CHUNK):
            await response.write(sent[start : start + _CHUNK])
        return response if fault is None else strike(request, fault)

    async def login(self, _: web.Request) -> web.StreamResponse:
        return web.Response(text=_LOGIN, content_type="text/html")

    def _may_read(self, token: str, file: StoredFile) -> bool:
        grant = self._world.grants.get(token)
        good = grant is not None and grant.state == "active" and "files:read" in grant.scopes
        return good and visible(self._world, file)

    def _note(self, method: str, request: web.Request, args: dict[str, object]) -> Made:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return self._log.begin(Made(method, dict(args), self._world.clock(), token, None))

    async def _struck(self, request: web.Request, made: Made) -> web.StreamResponse | None:
        fault = await self._fault(made)
        return None if fault is None else strike(request, fault)

    async def _fault(self, made: Made) -> Fault | None:
        """What strikes a request; a reset after a download began cuts it off half-way."""
        fault = self._faults.take(made.method, None)
        await self._faults.pause(made.method, None, "before")
        if fault is not None:
            self._log.end(made, fault.name)
        return fault
