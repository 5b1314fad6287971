"""Handing the files of an answer over, as far as the person may have them."""

import asyncio

from bots.answer_card import delivery_card
from bots.house import House
from core.chat.posting import post_once
from core.chat.surface import Deliverable, Delivered, Surface
from core.runs.post_ledger import PostLedger
from core.runs.run import Run

NOT_ALLOWED = "You may see this answer here, but not its files; ask an admin."


async def deliver_files(
    house: House, run: Run, surface: Surface, ledger: PostLedger, artifact_ids: list[str]
) -> None:
    """Deliver the artifacts; what does not arrive is said in the thread."""
    if _may_read(house, run):
        items = await asyncio.to_thread(_deliverables, house, artifact_ids)
        delivered = await surface.deliver(items, key=f"{run.run_id}:files")
    else:
        delivered = [Delivered("", problem=NOT_ALLOWED)]
    card = delivery_card(delivered)
    if card is not None:
        await post_once(surface, ledger, "delivery", card)


def _may_read(house: House, run: Run) -> bool:
    person, channel = str(run.inbound.actor), str(run.inbound.channel)
    return house.authorizer.allows(person, channel, "artifact.read")


def _deliverables(house: House, artifact_ids: list[str]) -> list[Deliverable]:
    store = house.services.artifacts
    return [Deliverable(store.get_artifact(each), store.path(each)) for each in artifact_ids]
