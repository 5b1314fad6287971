"""Links to the files of an answer, for chats that cannot or must not have a copy of them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe

import structlog

from core.artifact import Artifact, safe_name
from core.artifact_store import ArtifactStore
from core.artifacts.links import LINK_SECONDS, ArtifactLinks, Holder
from core.chat.card import Link
from core.chat.surface import Deliverable
from core.errors import StorageError
from core.sizes import in_words
from core.tools.s3_operations import S3Operations
from core.tools.s3_problems import S3Error

logger = structlog.get_logger()

NO_ADDRESS = (
    "comes as a link here, but there is no address for links; "
    "ask an admin to set DATAOPS_PUBLIC_URL (or ARTIFACT_BUCKET)."
)

ENCRYPTED = (
    "is encrypted, and a link into the bucket would not open it; ask an admin to set DATAOPS_PUBLIC_URL."
)

PRESIGNED_SECONDS = 15 * 60
"""Nobody can take a presigned address back, and no right is checked when it is opened: so it is short."""


class FileLinks:
    """Links to ``address``, where people reach the pages, can be taken back.

    Without it they lead into ``bucket``, for minutes: to the content itself, or to a plain copy of what rests
    compressed, never to what is encrypted. Without both there are none. ``largest`` is in bytes.
    """

    def __init__(
        self,
        links: ArtifactLinks,
        artifacts: ArtifactStore,
        address: str | None,
        bucket: S3Operations | None,
        largest: int,
    ) -> None:
        self._links = links
        self._artifacts = artifacts
        self._address = address
        self._bucket = bucket
        self.largest = largest

    def make(self, items: Sequence[Deliverable], holder: Holder) -> list[Link]:
        """A link to each file, with its size and how long it is good. Blocking; none where that cannot be."""
        if self._address is not None:
            return [self._own(item.artifact, self._address, holder) for item in items]
        if self._bucket is None:
            return []
        try:
            plain = [item for item in items if not item.artifact.content.encrypted]
            return [self._presigned(item, self._bucket) for item in plain]
        except (S3Error, StorageError) as error:
            logger.warning("files_not_linked", reason=str(error))
            return []

    def reason(self, artifact: Artifact) -> str:
        """Why there is no link to it."""
        return ENCRYPTED if self._bucket is not None and artifact.content.encrypted else NO_ADDRESS

    def _own(self, artifact: Artifact, address: str, holder: Holder) -> Link:
        until = datetime.now(UTC) + timedelta(seconds=LINK_SECONDS)
        return Link(
            label=artifact.name,
            url=f"{address.rstrip('/')}/f/{self._links.make(artifact.artifact_id, holder)}",
            note=f"{in_words(artifact.size_bytes)}, until {until:%Y-%m-%d}",
        )

    def _presigned(self, item: Deliverable, bucket: S3Operations) -> Link:
        """An address of the content in the bucket, or of a copy of it."""
        own = self._artifacts.address(item.artifact.artifact_id, PRESIGNED_SECONDS)
        return Link(
            label=item.artifact.name,
            url=own or _copied(item, bucket),
            note=f"{in_words(item.artifact.size_bytes)}, for {PRESIGNED_SECONDS // 60} minutes",
        )


def _copied(item: Deliverable, bucket: S3Operations) -> str:
    """The address of a plain copy, under a name that nobody can guess; the bucket removes it after days."""
    key = f"links/{item.artifact.artifact_id}/{token_urlsafe(16)}/{safe_name(item.artifact.name)}"
    bucket.upload_file(item.path, key)
    return bucket.presign(key, PRESIGNED_SECONDS)
