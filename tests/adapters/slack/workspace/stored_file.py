"""A file that Slack keeps."""

import mimetypes
from dataclasses import dataclass, field
from urllib.parse import quote

from tests.adapters.slack.workspace.channel import Channel
from tests.adapters.slack.workspace.payload import ABSENT, JSON, fill


@dataclass
class StoredFile:
    """``content`` is None until the bytes are uploaded; ``shares`` maps channels to messages that show it.

    ``external_url`` is where a file lies that Slack does not keep, for example in somebody's Google Drive.
    """

    id: str
    team: str
    user: str
    name: str
    created: int
    base_url: str
    length: int = 0
    title: str = ""
    content: bytes | None = None
    complete: bool = False
    deleted: bool = False
    alt_text: str = ""
    external_url: str = ""
    shares: dict[str, list[JSON]] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"/files-pri/{self.team}-{self.id}"

    @property
    def mimetype(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "text/plain"

    def json(self) -> JSON:
        """The file object of messages, events and ``files.completeUploadExternal``: without its shares.

        Slack shares a file after it has answered: https://docs.slack.dev/reference/methods/files.completeUploadExternal.
        """
        if self.external_url:
            return self._external()
        suffix = self.name.rpartition(".")[2].lower() if "." in self.name else "text"
        name = quote(self.name.lower().replace(" ", "_"), safe="._-")
        return fill(
            "objects/file",
            id=self.id,
            created=self.created,
            timestamp=self.created,
            name=self.name,
            title=self.title or self.name,
            mimetype=self.mimetype,
            filetype=suffix,
            pretty_type=suffix.upper(),
            user=self.user,
            user_team=self.team,
            size=len(self.content or b""),
            is_public=False,
            url_private=f"{self.base_url}{self.path}/{name}",
            url_private_download=f"{self.base_url}{self.path}/download/{name}",
            permalink=f"https://acme.slack.com/files/{self.user}/{self.id}/{name}",
        )

    def _external(self) -> JSON:
        """A file elsewhere: its ``url_private`` leads out of Slack."""
        return fill(
            "objects/file",
            id=self.id,
            created=self.created,
            timestamp=self.created,
            name=self.name,
            title=self.name,
            mimetype=self.mimetype,
            user=self.user,
            user_team=self.team,
            size=0,
            mode="external",
            is_external=True,
            external_type="gdrive",
            url_private=self.external_url,
            url_private_download=ABSENT,
            permalink_public=ABSENT,
        )

    def info(self, channels: dict[str, Channel]) -> JSON:
        """What ``files.info`` tells: with the messages that show the file."""
        public = {key: list(shares) for key, shares in self.shares.items() if channels[key].kind == "channel"}
        private = {key: list(shares) for key, shares in self.shares.items() if key not in public}
        shares = {"public": public, "private": private}
        return self.json() | {
            "shares": {kind: places for kind, places in shares.items() if places},
            "channels": list(public),
            "groups": [key for key in private if channels[key].kind == "group"],
            "ims": [key for key in private if channels[key].kind == "im"],
            "is_public": bool(public),
        }
