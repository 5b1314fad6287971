"""What people press: commands, buttons, menus, shortcuts at messages."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.adapters.slack.workspace import elements
from tests.adapters.slack.workspace.channel import Channel
from tests.adapters.slack.workspace.courier import Courier
from tests.adapters.slack.workspace.delivery import Act, Delivery
from tests.adapters.slack.workspace.envelopes import Envelopes
from tests.adapters.slack.workspace.looking import OpenView
from tests.adapters.slack.workspace.payload import ABSENT, JSON, fill
from tests.adapters.slack.workspace.post import Post
from tests.adapters.slack.workspace.response_urls import ResponseUrls
from tests.adapters.slack.workspace.talk import Message
from tests.adapters.slack.workspace.uploads import Uploads
from tests.adapters.slack.workspace.world import World


@dataclass
class Pressing:
    """Each verb delivers what Slack would and shows what the app answers at once."""

    world: World
    envelopes: Envelopes
    courier: Courier
    response_urls: ResponseUrls

    async def command(self, command: str, text: str, user: str, channel: str) -> Act:
        """Type a slash command in a channel; it carries no thread, and the app need not be a member."""
        person, place = self.world.people[user], self.world.channels[channel]
        team = self.world.teams[person.team]
        grid = bool(team.enterprise_id)
        act = self._act(user, place, "commands")
        org_wide = self.world.install_in(place).org_wide
        payload = fill(
            "interactions/slash_command",
            team_id=team.id,
            team_domain=team.domain,
            enterprise_id=team.enterprise_id if grid else ABSENT,
            enterprise_name=team.enterprise_name if grid else ABSENT,
            channel_id=channel,
            channel_name=place.shown_name,
            user_id=user,
            user_name=person.name,
            command=command,
            text=text,
            api_app_id=self.world.app_id,
            is_enterprise_install=str(org_wide).lower(),
            response_url=act.response_url,
            trigger_id=act.trigger_id,
        )
        await self._send(act, Delivery("slash_commands", payload))
        if act.status == 200 and act.body:
            self.response_urls.show(channel, user, _spoken(act.body))
        return act

    async def press(
        self,
        user: str,
        where: Post | OpenView,
        action_id: str,
        value: Any = None,
        *,
        entered: Mapping[str, Any] | None = None,
    ) -> Act:
        """Press a button, choose an option, send a text input, as it stood when ``where`` was looked at.

        ``entered`` is what stands in other inputs of the message. A post that was changed since can still be
        pressed: clients lag behind.
        """
        block, element = elements.find(where.blocks, action_id, value)
        chosen = {} if element["type"] in ("button", "overflow") else {action_id: value}
        typed = dict(entered or {}) | chosen
        values = elements.state(_optional(where.blocks), typed, Uploads(self.world, user))
        action = self._action(user, block, element, value)
        if isinstance(where, OpenView):
            return await self._press_in_view(user, where, action, values)
        place = self.world.channels[where.channel]
        act = self._act(user, place, "actions", where.ts)
        private = where.ephemeral_to is not None
        thread = {"thread_ts": where.thread_ts} if where.thread_ts else {}
        container = {"message_ts": where.ts, "channel_id": place.id, "is_ephemeral": private, **thread}
        delivery = self.envelopes.interaction(
            "block_actions_message",
            user,
            container={"type": "message", **container},
            trigger_id=act.trigger_id,
            channel={"id": place.id, "name": place.shown_name},
            message=ABSENT if private else _shown(where.raw),
            state={"values": values},
            response_url=act.response_url,
            actions=[action],
        )
        return await self._send(act, delivery)

    async def message_shortcut(self, callback_id: str, message: Message, *, user: str | None = None) -> Act:
        """Choose the app's shortcut at a message; its author does, unless somebody else is named."""
        place = self.world.channels[message.channel]
        stands = self.world.message(message.channel, message.ts)
        person = user or stands["user"]
        act = self._act(person, place, "app")
        delivery = self.envelopes.interaction(
            "message_action",
            person,
            action_ts=self.world.identifiers.ts(),
            channel={"id": place.id, "name": place.shown_name},
            callback_id=callback_id,
            trigger_id=act.trigger_id,
            response_url=act.response_url,
            message_ts=message.ts,
            message=stands,
        )
        return await self._send(act, delivery)

    async def _press_in_view(self, user: str, view: OpenView, action: JSON, values: JSON) -> Act:
        """A press in a form or home tab has no channel and no response_url."""
        act = Act(trigger_id=self._trigger(user))
        seen = view.raw | {"state": {"values": values}}
        container = {"type": "view", "view_id": view.id}
        delivery = self.envelopes.interaction(
            "block_actions_view",
            user,
            container=container,
            trigger_id=act.trigger_id,
            view=seen,
            actions=[action],
        )
        return await self._send(act, delivery)

    def _act(self, user: str, place: Channel, kind: str, ts: str = "") -> Act:
        url = self.response_urls.issue(kind, place.id, user, ts)
        return Act(channel=place.id, ts=ts, trigger_id=self._trigger(user), response_url=url)

    async def _send(self, act: Act, delivery: Delivery) -> Act:
        act.deliveries += await self.courier.deliver(delivery)
        return act

    def _trigger(self, user: str) -> str:
        return self.world.triggers.issue(user, self.world.people[user].team)

    def _action(self, user: str, block: JSON, element: JSON, value: Any) -> JSON:
        """The entry of ``actions``."""
        action = {
            "action_id": element["action_id"],
            "block_id": block["block_id"],
            "action_ts": self.world.identifiers.ts(),
        }
        if element["type"] == "button":
            kept = {key: element[key] for key in ("type", "text", "value", "style") if key in element}
            return action | kept
        return action | elements.content(element, value, Uploads(self.world, user))


def _optional(blocks: list[JSON]) -> list[JSON]:
    """Blocks whose inputs may be empty: pressing something sends nothing of the rest."""
    return [block | {"optional": True} if block["type"] == "input" else block for block in blocks]


def _shown(message: JSON) -> JSON:
    return {key: value for key, value in message.items() if key != "metadata"}


def _spoken(body: bytes) -> JSON:
    """What an app says in the answer to a command: JSON, or plain text for the person alone."""
    try:
        given = json.loads(body)
    except ValueError:
        given = None
    return given if isinstance(given, dict) else {"text": body.decode()}
