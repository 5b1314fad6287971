"""Links to the files of an answer, for chats that cannot or must not have a copy of them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe

import structlog

from core.artifact import Artifact, safe_name
from core.artifact_links import LINK_SECONDS, ArtifactLinks, Holder
from core.chat.card import Link
from core.chat.surface import Deliverable
from core.sizes import in_words
from core.tools.s3_operations import S3Operations
from core.tools.s3_problems import S3Error

logger = structlog.get_logger()

NO_ADDRESS = (
    "comes as a link here, but there is no address for links; "
    "ask an admin to set DATAOPS_PUBLIC_URL (or ARTIFACT_BUCKET)."
)

PRESIGNED_SECONDS = 15 * 60
"""Nobody can take a presigned address back, and no right is checked when it is opened: so it is short."""


class FileLinks:
    """Links to ``address``, where people reach the pages, can be taken back.

    Without it they lead to a copy in ``bucket``, for minutes; without both there are none. ``largest`` is in
    bytes.
    """

    def __init__(
        self, links: ArtifactLinks, address: str | None, bucket: S3Operations | None, largest: int
    ) -> None:
        self._links = links
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
            return [self._presigned(item, self._bucket) for item in items]
        except S3Error as error:
            logger.warning("files_not_linked", reason=str(error))
            return []

    def _own(self, artifact: Artifact, address: str, holder: Holder) -> Link:
        until = datetime.now(UTC) + timedelta(seconds=LINK_SECONDS)
        return Link(
            label=artifact.name,
            url=f"{address.rstrip('/')}/f/{self._links.make(artifact.artifact_id, holder)}",
            note=f"{in_words(artifact.size_bytes)}, until {until:%Y-%m-%d}",
        )

    def _presigned(self, item: Deliverable, bucket: S3Operations) -> Link:
        """A copy under a name that nobody can guess, and an address for it."""
        key = f"links/{token_urlsafe(16)}/{safe_name(item.artifact.name)}"
        bucket.upload_file(item.path, key)
        return Link(
            label=item.artifact.name,
            url=bucket.presign(key, PRESIGNED_SECONDS),
            note=f"{in_words(item.artifact.size_bytes)}, for {PRESIGNED_SECONDS // 60} minutes",
        )
