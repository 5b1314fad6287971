"""Files that are to be forgotten, wherever they were shown, shared, linked or remembered."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass

from core.artifact import Artifact
from core.artifacts.links import ArtifactLinks
from core.artifacts.shares import ArtifactShares
from core.context_manager import ContextManager
from core.contexts.forgetting import without
from core.contexts.restoring import restored_state
from core.errors import SessionGone
from core.orchestrator.services import Services
from core.storage.blob_store import BlobStore


@dataclass(frozen=True, slots=True)
class ForgottenFiles:
    """Blocking calls; each can be done again after a crash."""

    services: Services
    contexts: ContextManager
    blobs: BlobStore
    links: ArtifactLinks
    shares: ArtifactShares

    def of_sessions(self, session_ids: Iterable[str]) -> list[str]:
        """The files of sessions, and those that others have of them."""
        artifacts = self.services.artifacts
        own = [each.artifact_id for session in session_ids for each in artifacts.list_artifacts(session)]
        shared = [each for session in session_ids for each in artifacts.shares_of(session)]
        return self._with_shares([*own, *shared])

    def of_runs(self, run_ids: Collection[str], session_ids: Iterable[str]) -> list[str]:
        """The files that runs made or were brought, not those that they only showed."""
        known = [each for session in session_ids for each in self.services.artifacts.list_artifacts(session)]
        return self._with_shares([each.artifact_id for each in known if each.run_id in run_ids])

    def delete(self, artifact_ids: Collection[str], going: Collection[str] = ()) -> None:
        """Delete their contents, all that leads to them, and their names in contexts.

        ``going`` are sessions of which nothing stays anyway.
        """
        artifacts, known = self.services.artifacts, self._known(artifact_ids)
        self.services.pins.drop(artifact_ids)
        shares = [each.artifact_id for each in known if each.owner is not None]
        artifacts.forget_artifacts([*shares, *(each for each in artifact_ids if each not in shares)])
        self.links.forget(artifact_ids)
        self.shares.forget(artifact_ids)
        for each in artifact_ids:
            for key in list(self.blobs.keys(f"links/{each}/")):
                self.blobs.delete(key)
        for session_id in {each.session_id for each in known}.difference(going):
            self._drop_names(session_id, artifact_ids)

    def _drop_names(self, session_id: str, artifact_ids: Collection[str]) -> None:
        """A thread does not go on from what is gone."""
        self.contexts.forget_some(session_id, (), artifact_ids)
        sessions = self.services.sessions
        with suppress(SessionGone):
            context = sessions.get_session(session_id).global_context
            left = restored_state(context, without(context, (), artifact_ids))
            sessions.update_session(session_id, {"global_context": left})

    def _known(self, artifact_ids: Collection[str]) -> list[Artifact]:
        return list(self.services.artifacts.find_artifacts(list(artifact_ids)).values())

    def _with_shares(self, artifact_ids: Collection[str]) -> list[str]:
        """These and all that were shared from them, and from those."""
        found = list(dict.fromkeys(artifact_ids))
        seen: set[str] = set()
        while fresh := [each for each in found if each not in seen]:
            seen |= set(fresh)
            shared = [share for each in self._known(fresh) for share in each.shared_as]
            found = list(dict.fromkeys([*found, *shared]))
        return found
