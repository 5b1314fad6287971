"""What people do in the app's own place: open its home or messages tab, look at something beside it."""

from dataclasses import dataclass
from typing import Literal

from tests.adapters.slack.workspace.courier import Courier
from tests.adapters.slack.workspace.delivery import Act
from tests.adapters.slack.workspace.envelopes import Envelopes
from tests.adapters.slack.workspace.payload import ABSENT, JSON, fill
from tests.adapters.slack.workspace.world import World


@dataclass
class AppHome:
    """Each verb delivers the event of it."""

    world: World
    envelopes: Envelopes
    courier: Courier

    async def open_home(
        self, user: str, tab: Literal["home", "messages"] = "home", *, seeing: str | None = None
    ) -> Act:
        """Open the app's home or messages tab; ``seeing`` is the channel in the other half of the window."""
        install = self.world.install_at(self.world.people[user].team)
        home = self.world.homes.get(user)
        event = fill(
            "events/app_home_opened",
            user=user,
            channel=self.world.im(user, install).id,
            tab=tab,
            view=home.json if home is not None and tab == "home" else ABSENT,
            context=self._context(seeing) if seeing else ABSENT,
            event_ts=self.world.identifiers.ts(),
        )
        return Act(await self.courier.deliver(*self.envelopes.event(event, install)))

    async def context_changed(self, user: str, channel: str) -> Act:
        """Look at another channel beside the app's messages tab."""
        install = self.world.install_at(self.world.people[user].team)
        ts = self.world.identifiers.ts()
        event = fill("events/app_context_changed", context=self._context(channel), event_ts=ts)
        return Act(await self.courier.deliver(*self.envelopes.event(event, install)))

    def _context(self, channel: str) -> JSON:
        team = self.world.channels[channel].team
        entity = {"type": "slack#/types/channel_id", "value": channel, "team_id": team}
        return {"entities": [entity]}
