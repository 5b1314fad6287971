"""SharePoint as Graph sees it: libraries of teams and of people, and what was put into channels' folders."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import quote

from tests.adapters.teams.connector.conversation import Conversation
from tests.adapters.teams.connector.file_host import FileHost
from tests.adapters.teams.connector.payload import JSON
from tests.adapters.teams.connector.stored_file import StoredFile
from tests.adapters.teams.connector.world import World
from tests.adapters.teams.graph_service.refused import RefusedError, not_found

SMALL = 4 << 20
"""Bytes that one PUT takes, by the older of two pages (driveitem-put-content)."""


@dataclass
class Library:
    """``kept_in`` is the library of a file that lies elsewhere than where its sender put it; ``put`` are the
    files in channels' folders by their paths below them, ``sent`` those that come in parts.
    """

    world: World
    files: FileHost
    kept_in: dict[str, str] = field(default_factory=dict)
    folders: set[str] = field(default_factory=lambda: {""})
    put: dict[str, bytes] = field(default_factory=dict)
    sent: dict[str, StoredFile] = field(default_factory=dict)

    def uploaded(self) -> dict[str, bytes]:
        """Every file that lies in a channel's folder now."""
        parts = {name: file.content for name, file in self.sent.items() if file.content is not None}
        return self.put | parts

    def shared(self, address: str) -> JSON:
        """The item behind an address that a message has."""
        for file in self.files.files.values():
            if file.content_url == address:
                return self.item(file)
        raise not_found()

    def item(self, file: StoredFile) -> JSON:
        return {
            "id": file.id,
            "name": file.name,
            "size": len(file.content or b""),
            "webUrl": file.content_url,
            "parentReference": {"driveId": self.drive_of(file), "driveType": "business"},
            "file": {"mimeType": "application/octet-stream"},
        }

    def drive_of(self, file: StoredFile) -> str:
        """Where a file lies: that of a channel's message in its team's library, any other with its author."""
        if file.id in self.kept_in:
            return self.kept_in[file.id]
        for place in self.world.conversations.values():
            for message in place.messages.values():
                if file in message.activity.get("kept", ()):
                    return team_drive(place) if place.team else personal_drive(self._aad(message.sender))
        raise not_found()

    def owner(self, drive: str) -> JSON:
        """Whose library it is."""
        for person in self.world.people.values():
            if drive == personal_drive(person.aad):
                return {"user": {"id": person.aad, "displayName": person.name}}
        for team in self.world.teams.values():
            if drive == f"b!{team.group}":
                return {"group": {"id": team.group, "displayName": team.name}}
        raise not_found()

    def make_folder(self, parent: str, name: str) -> JSON:
        """A new folder; one that is there already stays as it is."""
        path = f"{parent}/{name}".strip("/")
        if parent.strip("/") not in self.folders:
            raise not_found()
        if path in self.folders:
            raise RefusedError(409, "nameAlreadyExists")
        self.folders.add(path)
        return {"id": f"01{len(self.folders):08}", "name": name, "folder": {"childCount": 0}}

    def take(self, path: str, content: bytes) -> JSON:
        """A small file, in the place of one of that name."""
        self._check(path)
        if len(content) > SMALL:
            raise RefusedError(413, "requestTooLarge")
        self.put[path] = content
        return self.at(path)

    def begin(self, path: str) -> JSON:
        """Where the parts of a large file go."""
        self._check(path)
        somebody = next(iter(self.world.people.values()))
        self.sent[path] = self.files.offer(somebody, PurePosixPath(path).name)
        return {"uploadUrl": self.sent[path].upload_url, "expirationDateTime": "2026-12-01T00:00:00Z"}

    def at(self, path: str) -> JSON:
        """The file at a path below the channel's folder."""
        if path not in self.uploaded():
            raise not_found()
        return {
            "id": f"02{len(self.put):08}",
            "name": PurePosixPath(path).name,
            "size": len(self.uploaded()[path]),
            "webUrl": f"{self.files.base_url}/sites/team/{quote(path)}",
            "file": {},
        }

    def _check(self, path: str) -> None:
        """A file's folder has to be there, and SharePoint takes no name with one of these."""
        if str(PurePosixPath(path).parent).removeprefix(".") not in self.folders:
            raise not_found()
        if set(PurePosixPath(path).name) & set('"*:<>?/\\|'):
            raise RefusedError(400, "invalidRequest")

    def _aad(self, sender: str) -> str:
        return self.world.people[sender].aad


def team_drive(place: Conversation) -> str:
    """The library of a channel's team."""
    return f"b!{place.team.group}" if place.team else ""


def personal_drive(aad: str) -> str:
    """Somebody's own OneDrive."""
    return f"b!{aad}"
