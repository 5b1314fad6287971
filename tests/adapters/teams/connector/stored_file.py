"""Files on somebody's OneDrive: those that they send, and those that a bot may put there."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from tests.adapters.teams.connector.payload import JSON, fill


@dataclass(eq=False)
class StoredFile:
    """``secret`` is in the address that serves it without a login; ``content`` is None until all has come.

    ``total`` is the length that the first part of an upload announced.
    """

    id: str
    name: str
    owner: str
    secret: str
    base_url: str
    content: bytes | None = None
    received: bytearray = field(default_factory=bytearray)
    total: int | None = None
    expired: bool = False

    @property
    def content_url(self) -> str:
        """Where people open it in a browser."""
        return f"{self.base_url}/personal/{self.owner}/Documents/Applications/{self.name}"

    @property
    def upload_url(self) -> str:
        return f"{self.base_url}/upload/{self.id}?tempauth={self.secret}"

    @property
    def download_url(self) -> str:
        return f"{self.base_url}/download/{self.id}?tempauth={self.secret}"

    def upload_info(self) -> JSON:
        """What a bot gets when somebody agrees to a file."""
        return fill(
            "objects/upload_info",
            {
                "contentUrl": self.content_url,
                "name": self.name,
                "uploadUrl": self.upload_url,
                **self._identity(),
            },
        )

    def attachment(self) -> JSON:
        """How a bot is told of a file that somebody sent."""
        content = fill(
            "objects/file_download_content", {"downloadUrl": self.download_url, **self._identity()}
        )
        return fill(
            "objects/file_download", {"contentUrl": self.content_url, "name": self.name, "content": content}
        )

    def _identity(self) -> JSON:
        suffix = PurePosixPath(self.name).suffix.removeprefix(".")
        return {"uniqueId": self.id, "fileType": suffix, "etag": f'"{{{self.id}}},1"'}
