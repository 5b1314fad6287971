"""Handing the files of an answer over, as far as the person may have them: copied, linked, or explained."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bots.answer_card import delivery_card
from bots.file_links import FileLinks
from bots.previews import with_preview
from core.access.audit import Act
from core.artifact import Artifact
from core.artifacts.links import Holder
from core.chat.card import Card, Link
from core.chat.surface import Deliverable, Surface
from core.contracts import WorkflowResponse
from core.orchestrator.services import Services

NOT_ALLOWED = "You may see this answer here, but not all of its files; ask an admin."


@dataclass(frozen=True, slots=True)
class Delivery:
    """``services`` know the files and the rights, ``links`` make links to them."""

    services: Services
    links: FileLinks

    async def deliver(
        self, response: WorkflowResponse, surface: Surface, holder: Holder, run_id: str
    ) -> Card | None:
        """Deliver what a workflow made; the card about what is not simply there, if there is something."""
        room, artifacts = surface.capabilities.largest_picture, response.artifacts
        items = await asyncio.to_thread(self._readable, holder, run_id, artifacts)
        refused = [NOT_ALLOWED] if len(items) < len(artifacts) else []
        shown = await asyncio.to_thread(with_preview, items, response.answer, room)
        problems, links = await self._hand_over(holder, surface, f"{run_id}:files", shown)
        return delivery_card([*refused, *problems], links)

    async def _hand_over(
        self, holder: Holder, surface: Surface, key: str, items: Sequence[Deliverable]
    ) -> tuple[list[str], list[Link]]:
        """Give the surface what it may have, link to the rest; what is not there, in sentences and links."""
        copied = [item for item in items if self._may_be_copied(holder, surface, item.artifact)]
        delivered = await surface.deliver(copied, key=key) if copied else []
        there = {each.artifact_id for each in delivered if each.place}
        missing = [item for item in items if item.artifact.artifact_id not in there]
        problems = [each.problem for each in delivered if each.problem]
        if not surface.capabilities.copies:
            return problems, []
        links = await asyncio.to_thread(self.links.make, missing, holder)
        told = {each.artifact_id for each in delivered if each.problem}
        linked = {link.label for link in links}
        left = [item.artifact for item in missing if item.artifact.artifact_id not in told]
        unlinked = [each for each in left if each.name not in linked]
        return [*problems, *(f"{each.name} {self.links.reason(each)}" for each in unlinked)], links

    def _may_be_copied(self, holder: Holder, surface: Surface, artifact: Artifact) -> bool:
        """Whether a file may leave for the platform's servers; where nothing is copied, nothing leaves."""
        if not surface.capabilities.copies:
            return True
        allowed = self.services.authorizer.allows(holder.person, holder.channel, "artifact.upload")
        return allowed and artifact.size_bytes <= self.links.largest

    def _readable(self, holder: Holder, run_id: str, artifact_ids: Sequence[str]) -> list[Deliverable]:
        """The artifacts that the person may read there."""
        store, gate = self.services.artifacts, self.services.gate
        items = [Deliverable(store.get_artifact(each), store.path(each)) for each in artifact_ids]
        return [
            item
            for item in items
            if gate.hands_out(
                Act(holder.person, holder.channel, "artifact.read", item.artifact.artifact_id, run_id),
                *item.artifact.classes,
            )
        ]
