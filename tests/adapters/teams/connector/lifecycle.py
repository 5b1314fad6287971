"""What happens to the bot and to conversations: installed, removed, members that come and go.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events.
"""

from dataclasses import dataclass
from typing import Literal

from tests.adapters.teams.connector.conversation import Conversation
from tests.adapters.teams.connector.courier import Courier
from tests.adapters.teams.connector.delivery import Act, Delivery
from tests.adapters.teams.connector.envelopes import Envelopes
from tests.adapters.teams.connector.payload import ABSENT, JSON
from tests.adapters.teams.connector.person import Person
from tests.adapters.teams.connector.world import World

Way = Literal["membersAdded", "membersRemoved"]

_EVENTS: dict[Way, str] = {"membersAdded": "teamMemberAdded", "membersRemoved": "teamMemberRemoved"}


@dataclass
class Lifecycle:
    """Each verb changes the world and delivers the events of it."""

    world: World
    envelopes: Envelopes
    courier: Courier

    async def install(self, person: Person, place: Conversation, *, upgrade: bool = False) -> Act:
        """Somebody adds the app where it was not, or an admin upgrades it."""
        place.bot = True
        action = "add-upgrade" if upgrade else "add"
        return await self._installed(person, place, action, "membersAdded")

    async def remove(self, person: Person, place: Conversation) -> Act:
        """Somebody takes the app away: the last that it hears; what it sends there is refused from then on.

        From a team it is gone with all channels.
        """
        channels = place.team.channels if place.team is not None else [place.id]
        for identifier in channels:
            self.world.conversations[identifier].bot = False
        return await self._installed(person, place, "remove", "membersRemoved")

    async def member_added(self, person: Person, place: Conversation, by: Person) -> Act:
        """Somebody comes into a team or group chat."""
        place.members.append(person.id)
        return await self._changed(by, place, "membersAdded", [_account(person)])

    async def member_removed(self, person: Person, place: Conversation, by: Person) -> Act:
        """Somebody leaves a team or group chat."""
        place.members.remove(person.id)
        return await self._changed(by, place, "membersRemoved", [_account(person)])

    async def change_channel(self, by: Person, place: Conversation, event: str, name: str = "") -> Act:
        """Something happens to a channel: ``channelRenamed``, ``channelDeleted``, ``channelRestored`` …

        The event names the channel in its data; what was deleted takes nothing any more.
        """
        place.name = name or place.name
        place.bot = event != "channelDeleted"
        update = self._named(by, place, event) | {"conversation": place.json(named=True)}
        update["channelData"]["channel"] = {"id": place.id, "name": place.name}
        return Act(place.id, update["id"], "", await self.courier.deliver(Delivery(update)))

    async def change_team(self, by: Person, place: Conversation, event: str) -> Act:
        """Something happens to the team of a channel: ``teamArchived``, ``teamDeleted`` …"""
        for identifier in place.team.channels if place.team is not None else ():
            self.world.conversations[identifier].bot = event != "teamDeleted"
        update = self._named(by, place, event)
        return Act(place.id, update["id"], "", await self.courier.deliver(Delivery(update)))

    def _named(self, by: Person, place: Conversation, event: str) -> JSON:
        nobody: JSON = dict.fromkeys(_EVENTS, ABSENT)
        return self.envelopes.event("conversation_update", by, place, nobody, eventType=event)

    def block(self, place: Conversation) -> None:
        """A person blocks the bot in their chat; no event tells."""
        place.blocked = True

    async def _installed(self, person: Person, place: Conversation, action: str, way: Way) -> Act:
        """The two events of it, in no promised order."""
        client = {"locale": person.locale, "type": "clientInfo"}
        more: JSON = {"action": action, "locale": person.locale, "entities": [client]}
        selected = {"settings": {"selectedChannel": {"id": place.id}}} if place.team is not None else {}
        installed = self.envelopes.event(
            "installation_update", person, place, more, source={"name": "message"}, **selected
        )
        accounts = [{"id": self.world.bot["id"]}]
        if place.kind == "personal" and way == "membersAdded":
            accounts.append(_account(person))
        update = self._update(person, place, way, accounts)
        deliveries = await self.courier.deliver(Delivery(installed), Delivery(update))
        return Act(place.id, installed["id"], "", deliveries)

    async def _changed(self, by: Person, place: Conversation, way: Way, accounts: list[JSON]) -> Act:
        update = self._update(by, place, way, accounts)
        act = Act(place.id, update["id"])
        if place.bot:
            act.deliveries = await self.courier.deliver(Delivery(update))
        return act

    def _update(self, by: Person, place: Conversation, way: Way, accounts: list[JSON]) -> JSON:
        more: JSON = {each: accounts if each == way else ABSENT for each in _EVENTS}
        kind = {"eventType": _EVENTS[way]} if place.team is not None else {}
        return self.envelopes.event("conversation_update", by, place, more, **kind)


def _account(person: Person) -> JSON:
    return {key: value for key, value in person.account().items() if key != "name"}
