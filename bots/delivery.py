"""Handing the files of an answer over, as far as the person may have them: copied, linked, or explained."""

import asyncio
from collections.abc import Sequence

from bots.answer_card import delivery_card
from bots.file_links import NO_ADDRESS
from bots.house import House
from bots.previews import with_preview
from core.access.audit import Act
from core.artifact import Artifact
from core.artifact_links import Holder
from core.chat.card import Link
from core.chat.posting import post_once
from core.chat.surface import Deliverable, Surface
from core.contracts import WorkflowResponse
from core.runs.post_ledger import PostLedger
from core.runs.run import Run

NOT_ALLOWED = "You may see this answer here, but not all of its files; ask an admin."


async def deliver_files(
    house: House, run: Run, surface: Surface, ledger: PostLedger, response: WorkflowResponse
) -> None:
    """Deliver what a workflow made; what comes as a link, and what does not arrive, is said in the thread."""
    holder = Holder(str(run.inbound.actor), str(run.inbound.channel))
    room, artifacts = surface.capabilities.largest_picture, response.artifacts
    items = await asyncio.to_thread(_readable, house, run, artifacts)
    refused = [NOT_ALLOWED] if len(items) < len(artifacts) else []
    shown = await asyncio.to_thread(with_preview, items, response.answer, room)
    problems, links = await _hand_over(house, holder, surface, f"{run.run_id}:files", shown)
    card = delivery_card([*refused, *problems], links)
    if card is not None:
        await post_once(surface, ledger, "delivery", card)


async def _hand_over(
    house: House, holder: Holder, surface: Surface, key: str, items: Sequence[Deliverable]
) -> tuple[list[str], list[Link]]:
    """Give the surface what it may have, link to the rest; what is not there, in sentences and links."""
    copied = [item for item in items if _may_be_copied(house, holder, surface, item.artifact)]
    delivered = await surface.deliver(copied, key=key) if copied else []
    there = {each.artifact_id for each in delivered if each.place}
    missing = [item for item in items if item.artifact.artifact_id not in there]
    problems = [each.problem for each in delivered if each.problem]
    if not surface.capabilities.copies:
        return problems, []
    links = await asyncio.to_thread(house.file_links.make, missing, holder)
    told = {each.artifact_id for each in delivered if each.problem}
    names = [item.artifact.name for item in missing if item.artifact.artifact_id not in told]
    return [*problems, *([] if links else [f"{name} {NO_ADDRESS}" for name in names])], links


def _may_be_copied(house: House, holder: Holder, surface: Surface, artifact: Artifact) -> bool:
    """Whether a file may leave for the platform's servers; where nothing is copied, nothing leaves."""
    if not surface.capabilities.copies:
        return True
    allowed = house.authorizer.allows(holder.person, holder.channel, "artifact.upload")
    return allowed and artifact.size_bytes <= house.file_links.largest


def _readable(house: House, run: Run, artifact_ids: list[str]) -> list[Deliverable]:
    """The artifacts that the person may read here."""
    store, gate = house.services.artifacts, house.services.gate
    person, channel = str(run.inbound.actor), str(run.inbound.channel)
    items = [Deliverable(store.get_artifact(each), store.path(each)) for each in artifact_ids]
    return [
        item
        for item in items
        if gate.hands_out(
            Act(person, channel, "artifact.read", item.artifact.artifact_id, run.run_id),
            *item.artifact.classes,
        )
    ]
