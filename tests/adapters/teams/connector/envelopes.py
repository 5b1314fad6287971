"""What stands around a text, a press or an event: who, where, when, by which client."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.adapters.teams.connector.conversation import Conversation
from tests.adapters.teams.connector.payload import JSON, fill
from tests.adapters.teams.connector.person import Person
from tests.adapters.teams.connector.world import World


@dataclass
class Envelopes:
    """Fills the recorded activities."""

    world: World

    def said(
        self, name: str, person: Person, place: Conversation, root: str, more: JSON, **data: Any
    ) -> JSON:
        """An activity that a client sends: a message, a press. ``data`` is more of its channelData."""
        values = self._common(person, place, root) | {
            "localTimestamp": self._local(person),
            "timestamp": f"{self._now():%Y-%m-%dT%H:%M:%S.%f}7Z",
            "entities": [person.client_info()],
            "channelData": self._channel_data(place) | data,
            "locale": person.locale,
            "localTimezone": person.timezone,
        }
        return fill(f"activities/{name}", values | more)

    def event(self, name: str, person: Person, place: Conversation, more: JSON, **data: Any) -> JSON:
        """An activity that Teams sends itself: its sender has no name, its conversation has one."""
        sender = {key: value for key, value in person.account().items() if key != "name"}
        values = self._common(person, place, "") | {
            "timestamp": f"{self._now():%Y-%m-%dT%H:%M:%S}.{self._now().microsecond // 1000:03}Z",
            "id": self.world.identifiers.event(),
            "from": sender,
            "conversation": place.json(named=True),
            "channelData": self._team_data(place) | data,
        }
        return fill(f"activities/{name}", values | more)

    def _common(self, person: Person, place: Conversation, root: str) -> JSON:
        return {
            "serviceUrl": place.tenant.service_url,
            "from": person.account(),
            "conversation": place.json(root),
            "recipient": self.world.bot,
        }

    def _channel_data(self, place: Conversation) -> JSON:
        tenant = {"tenant": {"id": place.tenant.id}}
        if place.team is None:
            return tenant
        return {
            "teamsChannelId": place.id,
            "teamsTeamId": place.team.id,
            "channel": {"id": place.id},
            "team": {"id": place.team.id},
            **tenant,
        }

    def _team_data(self, place: Conversation) -> JSON:
        tenant = {"tenant": {"id": place.tenant.id}}
        if place.team is None:
            return tenant
        return {"channel": {"id": place.id}, "team": place.team.json(), **tenant}

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self.world.clock(), UTC)

    def _local(self, person: Person) -> str:
        """The same moment at the person's place; Teams writes seven digits of a second."""
        local = self._now().astimezone(ZoneInfo(person.timezone))
        offset = local.strftime("%z")
        return f"{local:%Y-%m-%dT%H:%M:%S.%f}7{offset[:3]}:{offset[3:]}"
