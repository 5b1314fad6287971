"""The events that a message causes."""

from dataclasses import dataclass

from tests.adapters.slack.workspace.channel import Channel
from tests.adapters.slack.workspace.courier import Courier
from tests.adapters.slack.workspace.delivery import Act, Delivery
from tests.adapters.slack.workspace.envelopes import Envelopes
from tests.adapters.slack.workspace.mrkdwn import pings
from tests.adapters.slack.workspace.payload import JSON, fill
from tests.adapters.slack.workspace.stored_file import StoredFile
from tests.adapters.slack.workspace.world import World


@dataclass
class MessageEvents:
    """Delivers what Slack sends for messages; an app that is no member of a channel hears nothing of it."""

    world: World
    envelopes: Envelopes
    courier: Courier

    async def posted(self, place: Channel, message: JSON, files: list[StoredFile]) -> Act:
        """``message``, then ``app_mention`` and ``file_shared`` where they are due, all at once."""
        due = self._message(place, message)
        install = self.world.install_in(place)
        if place.kind != "im" and f"@{install.bot_user}" in pings(message.get("text", "")):
            mention = _keys("events/app_mention", message) | {"type": "app_mention"} | _where(place, message)
            due += self.envelopes.event(mention, install, place)
        for file in files:
            shared = fill(
                "events/file_shared",
                file_id=file.id,
                user_id=file.user,
                file={"id": file.id},
                channel_id=place.id,
                event_ts=message["ts"],
            )
            due += self.envelopes.event(shared, install, place)
        return await self._deliver(place, due, message["ts"])

    async def echoed(self, place: Channel, message: JSON) -> Act:
        """A message of the app, told to the app itself."""
        return await self._deliver(place, self._message(place, message), message["ts"])

    async def changed(self, place: Channel, before: JSON, after: JSON) -> Act:
        ts = self.world.identifiers.ts()
        event = fill(
            "events/message_changed",
            message=after,
            previous_message=before,
            channel=place.id,
            ts=ts,
            event_ts=ts,
            channel_type=place.kind,
        )
        return await self._deliver(place, self._wrapped(place, event), after["ts"])

    async def deleted(self, place: Channel, before: JSON) -> Act:
        ts = self.world.identifiers.ts()
        event = fill(
            "events/message_deleted",
            previous_message=before,
            channel=place.id,
            deleted_ts=before["ts"],
            ts=ts,
            event_ts=ts,
            channel_type=place.kind,
        )
        return await self._deliver(place, self._wrapped(place, event), before["ts"])

    def _message(self, place: Channel, message: JSON) -> list[Delivery]:
        """The ``message`` event: with files it has a subtype and, from people, no team."""
        event = _keys(_shape(message), message) | _where(place, message) | {"channel_type": place.kind}
        if message.get("files"):
            event["subtype"] = "file_share"
        return self._wrapped(place, event)

    def _wrapped(self, place: Channel, event: JSON) -> list[Delivery]:
        return self.envelopes.event(event, self.world.install_in(place), place)

    async def _deliver(self, place: Channel, due: list[Delivery], ts: str) -> Act:
        heard = due if self.world.is_member(place) else []
        return Act(await self.courier.deliver(*heard), place.id, ts)


def _shape(message: JSON) -> str:
    """The recorded shape of the event for a message."""
    if message.get("subtype") == "bot_message":
        return "events/bot_message_classic"
    if "bot_id" in message:
        return "events/bot_message"
    return "events/message_file_share" if message.get("files") else "events/message"


def _keys(shape: str, message: JSON) -> JSON:
    """Those keys of a message that an event of a shape carries; through Slack Connect files are stubs."""
    recorded = fill(shape)
    event = {key: value for key, value in message.items() if key in recorded}
    if "files" in event and "user_team" in event:
        event["files"] = [_stub(file) for file in event["files"]]
    return event


def _stub(file: JSON) -> JSON:
    """Such a file is to be asked for: docs.slack.dev/reference/objects/file-object, ``file_access``."""
    known = {key: file[key] for key in ("id", "created", "timestamp", "user")}
    return fill("objects/file_in_connect", **known)


def _where(place: Channel, message: JSON) -> JSON:
    return {"channel": place.id, "event_ts": message["ts"]}
