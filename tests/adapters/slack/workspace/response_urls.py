"""response_url: addresses at which an app may answer what somebody did, five times in half an hour."""

import json
from dataclasses import dataclass, field

from aiohttp import web

from tests.adapters.slack.workspace import message as messages
from tests.adapters.slack.workspace.answering import json_answer, strike
from tests.adapters.slack.workspace.payload import JSON
from tests.adapters.slack.workspace.rules.message_rules import check_blocks, check_text
from tests.adapters.slack.workspace.slack_error import SlackError
from tests.adapters.slack.workspace.world import Ephemeral, World
from tests.adapters.wire.call_log import CallLog, Made
from tests.adapters.wire.faults import Faults

USES = 5
SECONDS = 1800
"""https://docs.slack.dev/interactivity/handling-user-interaction: five uses within 30 minutes."""

METHOD = "response_url"
"""The name under which faults are set and calls are logged."""


@dataclass
class _Place:
    """What an address stands for: a person in a conversation, and the message with what was pressed."""

    channel: str
    user: str
    at: float
    ts: str
    uses: int = 0


@dataclass(frozen=True)
class Responded:
    """One use of an address."""

    url: str
    channel: str
    user: str
    body: JSON
    at: float


@dataclass
class ResponseUrls:
    """Issues addresses and does what is posted to them."""

    world: World
    faults: Faults
    log: CallLog
    responded: list[Responded] = field(default_factory=list)
    _places: dict[str, _Place] = field(default_factory=dict)

    def issue(self, kind: str, channel: str, user: str, ts: str = "") -> str:
        """A new address; ``ts`` is the message that ``replace_original`` means."""
        secret = self.world.identifiers.secret("hook")
        self._places[secret] = _Place(channel, user, self.world.clock(), ts)
        return f"{self.world.base_url}/{kind}/{self.world.channels[channel].team}/1/{secret}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Errors are those that people report for these addresses: no page of Slack lists them."""
        body = await request.text()
        made = self.log.begin(Made(METHOD, {"body": body}, self.world.clock(), "", None))
        fault = self.faults.take(METHOD, None)
        await self.faults.pause(METHOD, None, "before")
        if fault is not None:
            self.log.end(made, fault.name)
            return strike(request, fault)
        try:
            self._use(request, body)
        except SlackError as error:
            self.log.end(made, error.error)
            return json_answer(error.answer(), status=404 if error.error.endswith("_url") else 400)
        self.log.end(made, "ok")
        return json_answer({"ok": True})

    def _use(self, request: web.Request, body: str) -> None:
        place = self._places.get(request.match_info["secret"])
        if place is None or self.world.clock() - place.at > SECONDS:
            raise SlackError("expired_url")
        if place.uses >= USES:
            raise SlackError("used_url")
        given = _decoded(body)
        place.uses += 1
        url = f"{self.world.base_url}{request.path}"
        self.responded.append(Responded(url, place.channel, place.user, given, self.world.clock()))
        self.show(place.channel, place.user, given, original=place.ts)

    def show(self, channel_id: str, user: str, given: JSON, *, original: str = "") -> None:
        """Show an answer: to the person alone unless it says ``in_channel``, or in place of the original."""
        if given.get("delete_original"):
            self._remove(channel_id, original)
            return
        channel = self.world.channels[channel_id]
        content = {key: given[key] for key in ("blocks", "attachments", "metadata") if given.get(key)}
        if not given.get("text") and not content:
            raise SlackError("no_text")
        check_text(str(given.get("text", "")))
        check_blocks(content.get("blocks", []))
        install = self.world.install_in(channel)
        thread_ts = given.get("thread_ts")
        message = messages.by_bot(
            self.world, install, channel, str(given.get("text", "")), thread_ts, **content
        )
        if given.get("replace_original") and self._replace(channel_id, original, message):
            return
        if given.get("response_type") == "in_channel":
            channel.post(message)
        else:
            self.world.ephemerals.append(Ephemeral(channel_id, user, message))

    def _replace(self, channel_id: str, ts: str, message: JSON) -> bool:
        kept = {"ts": ts}
        messages_there = self.world.channels[channel_id].messages
        if ts in messages_there:
            thread = {key: messages_there[ts][key] for key in ("thread_ts",) if key in messages_there[ts]}
            messages_there[ts] = message | kept | thread
            return True
        for ephemeral in self.world.ephemerals:
            if ephemeral.channel == channel_id and ephemeral.message["ts"] == ts:
                ephemeral.message = message | kept
                return True
        return False

    def _remove(self, channel_id: str, ts: str) -> None:
        channel = self.world.channels[channel_id]
        if ts in channel.messages:
            self.world.remove(channel, ts)
        self.world.ephemerals[:] = [
            each for each in self.world.ephemerals if (each.channel, each.message["ts"]) != (channel_id, ts)
        ]


def _decoded(body: str) -> JSON:
    try:
        given = json.loads(body)
    except ValueError:
        raise SlackError("invalid_payload") from None
    if not isinstance(given, dict):
        raise SlackError("invalid_payload")
    return given
