"""Graph's methods, each with the rights that it takes."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web

from tests.adapters.teams.connector.answering import answer, strike
from tests.adapters.teams.connector.connector_error import ConnectorError
from tests.adapters.teams.connector.conversation import Conversation
from tests.adapters.teams.connector.file_host import FileHost
from tests.adapters.teams.connector.issued import GRAPH, Issued
from tests.adapters.teams.connector.payload import JSON
from tests.adapters.teams.connector.world import World
from tests.adapters.teams.graph_service.library import Library, team_drive
from tests.adapters.teams.graph_service.refused import RefusedError, not_found
from tests.adapters.wire.call_log import CallLog, Made
from tests.adapters.wire.faults import Faults

FOLDER = "01CHANNELFOLDER"

READ = ("Files.Read.All", "Files.ReadWrite.All")
WRITE = ("Files.ReadWrite.All",)
MEMBERS = (
    "GroupMember.Read.All",
    "Group.Read.All",
    "Directory.Read.All",
    "GroupMember.ReadWrite.All",
    "Group.ReadWrite.All",
)
RSC = ("ChannelMessage.Read.Group", "ChatMessage.Read.Chat")
"""Consent for one team or chat; no token tells of it."""

Effect = Callable[[web.Request, bytes], JSON]


@dataclass
class GraphService:
    """``granted`` are the rights that the bot has; ``foreign`` is where contents and uploads are sent instead
    of to the host of files. Faults and calls go by ``graph_message``, ``graph_put`` and so on.
    """

    world: World
    issued: Issued
    faults: Faults
    log: CallLog
    files: FileHost
    base_url: str = ""
    granted: set[str] = field(default_factory=set)
    foreign: str = ""

    def __post_init__(self) -> None:
        self.library = Library(self.world, self.files)

    def grant(self, *rights: str) -> None:
        """What an admin grants, and what a team's owner consents to."""
        self.granted |= set(rights)
        self.issued.roles = sorted(self.granted - set(RSC))

    def routes(self) -> list[web.RouteDef]:
        channel = "/teams/{group}/channels/{place}"
        items = "/drives/{drive}/items"
        inside = f"{items}/{FOLDER}:/{{path:.+}}"
        methods: list[tuple[str, str, str, Effect, tuple[str, ...]]] = [
            ("message", "GET", f"{channel}/messages/{{root}}", self._message, RSC[:1]),
            ("message", "GET", f"{channel}/messages/{{root}}/replies/{{reply}}", self._message, RSC[:1]),
            ("message", "GET", "/chats/{place}/messages/{root}", self._message, RSC[1:]),
            ("folder", "GET", f"{channel}/filesFolder", self._folder, READ),
            ("owners", "GET", "/groups/{group}/owners", self._owners, MEMBERS),
            ("share", "GET", "/shares/{share}/driveItem", self._share, READ),
            ("drive", "GET", "/drives/{drive}", self._drive, READ),
            ("put", "PUT", f"{inside}:/content", self._put, WRITE),
            ("session", "POST", f"{inside}:/createUploadSession", self._session, WRITE),
            ("create", "POST", f"{inside}:/children", self._create, WRITE),
            ("create", "POST", f"{items}/{FOLDER}/children", self._create, WRITE),
            ("content", "GET", f"{items}/{{item}}/content", self._content, READ),
            ("item", "GET", inside, self._item, READ),
        ]
        return [
            web.route(verb, f"/v1.0{path}", self._handler(f"graph_{name}", effect, rights))
            for name, verb, path, effect, rights in methods
        ]

    def _handler(
        self, name: str, effect: Effect, rights: tuple[str, ...]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            body = await request.read()
            token = request.headers.get("Authorization", "").removeprefix("Bearer ")
            made = self.log.begin(Made(name, dict(request.match_info), self.world.clock(), token, None))
            fault = self.faults.take(name, None)
            await self.faults.pause(name, None, "before")
            if fault is not None and fault.reset != "after":
                self.log.end(made, fault.name)
                return strike(request, fault)
            response = self._answered(request, effect, rights, body)
            self.log.end(made, str(response.status))
            return response if fault is None else strike(request, fault)

        return handle

    def _answered(
        self, request: web.Request, effect: Effect, rights: tuple[str, ...], body: bytes
    ) -> web.Response:
        try:
            self.issued.check(request.headers.get("Authorization", ""), GRAPH)
            self._check(rights)
            told = effect(request, body)
        except ConnectorError:
            return _refusal(RefusedError(401, "InvalidAuthenticationToken"))
        except RefusedError as refused:
            return _refusal(refused)
        if "redirect" in told:
            return web.Response(status=302, headers={"Location": told["redirect"]})
        return answer(told)

    def _check(self, rights: tuple[str, ...]) -> None:
        if not self.granted & set(rights):
            raise RefusedError(403, "accessDenied")

    def _message(self, request: web.Request, _: bytes) -> JSON:
        """A message in its thread; one that answers another is found below that one only."""
        place, root = self._place(request), request.match_info["root"]
        wanted = request.match_info.get("reply", root)
        message = place.messages.get(wanted)
        no_reply = request.match_info.get("reply") == root
        if message is None or no_reply or (place.team and message.root != root):
            raise not_found()
        person = self.world.people[message.sender]
        return {
            "id": wanted,
            "replyToId": None if wanted == root else root,
            "from": {"application": None, "user": {"id": person.aad, "displayName": person.name}},
            "body": {"contentType": "html", "content": message.activity["html"]},
            "attachments": [
                {
                    "id": file.id,
                    "contentType": "reference",
                    "contentUrl": file.content_url,
                    "content": None,
                    "name": file.name,
                    "thumbnailUrl": None,
                }
                for file in message.activity.get("kept", ())
            ],
        }

    def _folder(self, request: web.Request, _: bytes) -> JSON:
        place = self._place(request)
        drive = {"driveId": team_drive(place), "driveType": "documentLibrary"}
        return {"id": FOLDER, "name": place.name, "folder": {"childCount": 0}, "parentReference": drive}

    def _owners(self, request: web.Request, _: bytes) -> JSON:
        """People, with no more than was asked for."""
        if request.query.get("$select") != "id":
            raise RefusedError(400, "BadRequest")
        group = request.match_info["group"]
        team = next((each for each in self.world.teams.values() if each.group == group), None)
        if team is None:
            raise not_found()
        people = [{"@odata.type": "#microsoft.graph.user", "id": each} for each in team.owners]
        return {"value": people}

    def _share(self, request: web.Request, _: bytes) -> JSON:
        """The part behind ``u!`` is an address in base64url without its padding."""
        share = request.match_info["share"].removeprefix("u!")
        return self.library.shared(urlsafe_b64decode(share + "=" * (-len(share) % 4)).decode())

    def _drive(self, request: web.Request, _: bytes) -> JSON:
        drive = request.match_info["drive"]
        return {"id": drive, "owner": self.library.owner(drive)}

    def _content(self, request: web.Request, _: bytes) -> JSON:
        """Where the content is: an address that is good for whoever has it."""
        file = self.files.files.get(request.match_info["item"])
        if file is None or self.library.drive_of(file) != request.match_info["drive"]:
            raise not_found()
        return {"redirect": self.foreign or file.download_url}

    def _create(self, request: web.Request, body: bytes) -> JSON:
        asked = _json(body)
        if asked.get("folder") != {} or asked.get("@microsoft.graph.conflictBehavior") != "fail":
            raise RefusedError(400, "invalidRequest")
        return self.library.make_folder(request.match_info.get("path", ""), str(asked.get("name", "")))

    def _put(self, request: web.Request, body: bytes) -> JSON:
        return self.library.take(request.match_info["path"], body)

    def _session(self, request: web.Request, _: bytes) -> JSON:
        told = self.library.begin(request.match_info["path"])
        return told | {"uploadUrl": self.foreign} if self.foreign else told

    def _item(self, request: web.Request, _: bytes) -> JSON:
        return self.library.at(request.match_info["path"])

    def _place(self, request: web.Request) -> Conversation:
        """The conversation of an address; a channel by the group of its team."""
        place = self.world.conversations.get(request.match_info["place"])
        group = request.match_info.get("group")
        if place is None or group != (place.team.group if place.team else None):
            raise not_found()
        return place


def _json(body: bytes) -> JSON:
    told: JSON = json.loads(body)
    return told


def _refusal(refused: RefusedError) -> web.Response:
    body = {"error": {"code": refused.code, "message": "The fake does not do this."}}
    return answer(body, status=refused.status)
