"""``/dataops artifacts`` and ``unlink``: the files of a thread."""

from bots.commands.command import Command, answering
from bots.commands.request import Request
from core.access.authorizer import Authorizer
from core.artifact_store import ArtifactStore
from core.artifacts.links import ArtifactLinks
from core.contracts import Answer


class FileCommands:
    """What belongs to a thread, as far as somebody may read it."""

    def __init__(self, artifacts: ArtifactStore, links: ArtifactLinks, authorizer: Authorizer) -> None:
        self._artifacts = artifacts
        self._links = links
        self._authorizer = authorizer

    def commands(self) -> list[Command]:
        """The words about files."""
        return [
            Command("artifacts", "the files of this thread", answering(self._list), "artifact.read"),
            Command(
                "unlink",
                "take back every link to a file of this thread",
                answering(self._unlink),
                "artifact.share",
            ),
        ]

    def _list(self, request: Request) -> Answer:
        artifacts = self._artifacts.list_artifacts(request.session.session_id)
        mine = (request.person, request.channel)
        lines = [
            f"- {artifact.name} ({artifact.size_bytes:,} bytes) {artifact.artifact_id}"
            for artifact in artifacts
            if self._authorizer.shows(*mine, *artifact.classes)
        ]
        return Answer(finding=f"{len(lines)} files belong to this thread.", details="\n".join(lines))

    def _unlink(self, request: Request) -> Answer:
        artifacts = self._artifacts.list_artifacts(request.session.session_id)
        ended = self._links.take_back([artifact.artifact_id for artifact in artifacts])
        return Answer(
            finding=f"Links to files of this thread that were taken back: {ended}. They open nothing now."
        )
