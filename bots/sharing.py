"""Showing an answer in another channel, in the name of somebody who may read there."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from bots.answer_card import outcome_card
from bots.delivery import Delivery
from bots.records import Records
from core.access.audit import Act
from core.access.authorizer import PolicyAuthorizer
from core.artifacts.links import Holder
from core.artifacts.shares import ArtifactShares
from core.chat.card import Card
from core.chat.posting import post_once
from core.chat.surface import Door
from core.chat.thread_ref import ChannelRef
from core.contracts import WorkflowResponse
from core.errors import AccessRefused, UserFacingError
from core.runs.post_ledger import PostLedger
from core.runs.run import Run
from core.storage.database import Database


@dataclass(frozen=True, slots=True)
class Sharing:
    """What sharing works with."""

    doors: Mapping[str, Door]
    database: Database
    records: Records
    authorizer: PolicyAuthorizer
    delivery: Delivery
    shares: ArtifactShares

    async def share(self, by: Run, to: ChannelRef) -> None:
        """Post the last answer of ``by``'s thread, and its files, in another channel; each once.

        Raises AccessRefused for whoever may not read there, and UserFacingError where it cannot be done.
        """
        answered, response = await asyncio.to_thread(self._answered, by)
        holder = Holder(str(by.inbound.actor), str(to))
        await asyncio.to_thread(self._check, by, holder, answered.run_id)
        await asyncio.to_thread(self.shares.share, response.artifacts, holder.channel)
        ledger, door = PostLedger(self.database, self.records.runs, by), self.doors[to.platform]
        ref = await post_once(door.open(to), ledger, "shared", _card(answered, by))
        surface = door.open(ref.thread)
        card = await self.delivery.deliver(response, surface, holder, by.run_id)
        if card is not None:
            await post_once(surface, ledger, "shared-delivery", card)

    def _answered(self, by: Run) -> tuple[Run, WorkflowResponse]:
        run_id = self.records.history.latest_answered(by.thread) if by.thread else None
        run = self.records.runs.get(run_id) if run_id else None
        if run is None or run.outcome is None or run.outcome.response is None:
            raise UserFacingError("There is no answer in this thread to share.")
        return run, run.outcome.response

    def _check(self, by: Run, holder: Holder, run_id: str) -> None:
        """Whoever shares must be somebody there who may read answers' files."""
        there = ChannelRef.parse(holder.channel)
        if there.platform != by.inbound.channel.platform or there.platform not in self.doors:
            raise UserFacingError(f"Answers are shared within {by.inbound.channel.platform} only.")
        act = Act(holder.person, holder.channel, "artifact.read", run_id, by.run_id)
        if not self.authorizer.knows(holder.person, holder.channel):
            self.delivery.services.gate.decided(act, allowed=False)
            raise AccessRefused
        self.delivery.services.gate.require(act)


def _card(answered: Run, by: Run) -> Card:
    """The answer as it stands in its thread, and who shared it."""
    if answered.outcome is None:
        raise UserFacingError("There is no answer in this thread to share.")
    card = outcome_card(answered, answered.outcome)
    who = by.inbound.actor.name or by.inbound.actor.id
    return card.model_copy(update={"footer": " ".join(filter(None, (f"Shared by {who}.", card.footer)))})
