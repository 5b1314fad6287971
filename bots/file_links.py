"""Links to the files of an answer, for chats that cannot or must not have a copy of them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from core.artifact import Artifact
from core.artifact_links import LINK_SECONDS, ArtifactLinks, Holder
from core.chat.card import Link

NO_ADDRESS = (
    "comes as a link here, but there is no address for links; ask an admin to set DATAOPS_PUBLIC_URL."
)


class FileLinks:
    """``address`` is where people reach the pages: without it no links. ``largest`` is in bytes."""

    def __init__(self, links: ArtifactLinks, address: str | None, largest: int) -> None:
        self._links = links
        self._address = address
        self.largest = largest

    def make(self, artifacts: Sequence[Artifact], holder: Holder) -> list[Link]:
        """A link to each file, with its size and last day. Blocking; none where there is no address."""
        if self._address is None:
            return []
        until = datetime.now(UTC) + timedelta(seconds=LINK_SECONDS)
        return [
            Link(
                label=artifact.name,
                url=f"{self._address.rstrip('/')}/f/{self._links.make(artifact.artifact_id, holder)}",
                note=f"{_megabytes(artifact.size_bytes)}, until {until:%Y-%m-%d}",
            )
            for artifact in artifacts
        ]


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
