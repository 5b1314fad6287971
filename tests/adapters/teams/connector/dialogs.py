"""The bot's command at a message (a message extension's action), and the dialog that it opens.

https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/create-task-module.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.adapters.teams.connector.card import Button, Input, buttons_in, entered, inputs_in
from tests.adapters.teams.connector.conversation import Conversation
from tests.adapters.teams.connector.courier import Courier
from tests.adapters.teams.connector.delivery import Act, Delivery
from tests.adapters.teams.connector.envelopes import Envelopes
from tests.adapters.teams.connector.message import Message
from tests.adapters.teams.connector.payload import ABSENT, JSON, fill
from tests.adapters.teams.connector.person import Person
from tests.adapters.teams.connector.rules.attachment_rules import ADAPTIVE
from tests.adapters.teams.connector.rules.card_rules import check_card
from tests.adapters.teams.connector.seen import flatten
from tests.adapters.teams.connector.talk import Stands
from tests.adapters.teams.connector.world import World


@dataclass
class Dialog(Act):
    """What the bot's answer opens: a card to fill in, or a sentence. ``command`` is what it is about.

    Nothing of it is there where the bot did not answer with a dialog.
    """

    person: Person | None = None
    command: JSON = field(default_factory=dict)

    @property
    def card(self) -> JSON | None:
        task = self._task()
        if task.get("type") != "continue":
            return None
        attachment = task["value"]["card"]
        if attachment["contentType"] != ADAPTIVE:
            raise LookupError("the dialog shows no Adaptive Card")
        check_card(attachment["content"])
        return dict(attachment["content"])

    @property
    def text(self) -> str:
        """What stands in the dialog."""
        task = self._task()
        if task.get("type") == "message":
            return str(task["value"])
        return "" if self.card is None else flatten(self.card)

    @property
    def inputs(self) -> tuple[Input, ...]:
        return tuple(inputs_in(self.card))

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(buttons_in(self.card))

    def _task(self) -> dict[str, Any]:
        if self.status != 200 or not self.body:
            return {}
        body = self.json()
        task = body.get("task") if isinstance(body, dict) else None
        return dict(task or {})


@dataclass
class Dialogs:
    """Each verb delivers an invoke, whose answer is the HTTP answer."""

    world: World
    envelopes: Envelopes
    courier: Courier

    async def message_action(
        self, person: Person, said: Stands, command: str, *, fetch: bool = True
    ) -> Dialog:
        """Choose a command of the bot in the menu of a message.

        ``fetch`` is as the manifest has it (``fetchTask``): the bot is asked for a dialog; else the command
        is sent at once, without data.
        """
        place = self.world.conversations[said.conversation]
        message = place.messages[said.id]
        value = fill(
            "objects/message_command",
            {
                "commandId": command,
                "requestId": self.world.identifiers.guid("request").replace("-", ""),
                "messagePayload": self._payload(place, message),
                "data": ABSENT if fetch else {},
            },
        )
        name = "composeExtension/fetchTask" if fetch else "composeExtension/submitAction"
        return await self._invoke(person, place, message.root, name, value)

    async def submit(
        self, dialog: Dialog, inputs: Mapping[str, str] | None = None, *, label: str | None = None
    ) -> Dialog:
        """Fill in a dialog and send it, by its only button or the one that is named.

        LookupError where there is no such button or input, ValueError where the client would not send it.
        """
        named = [button for button in dialog.buttons if label in (None, button.label)]
        if len(named) != 1 or dialog.person is None:
            raise LookupError(f"not one button {label!r} among {[each.label for each in dialog.buttons]}")
        data = named[0].data if isinstance(named[0].data, dict) else {}
        value = dialog.command | {"data": {**data, **entered(dialog.inputs, dict(inputs or {}))}}
        place = self.world.conversations[dialog.conversation]
        return await self._invoke(dialog.person, place, dialog.root, "composeExtension/submitAction", value)

    async def _invoke(self, person: Person, place: Conversation, root: str, name: str, value: JSON) -> Dialog:
        under = root if place.kind == "channel" else ""
        more = {"name": name, "id": self.world.identifiers.event(), "value": value, "replyToId": ABSENT}
        source = {"name": "compose"}
        activity = self.envelopes.said("invoke", person, place, under, more, source=source)
        deliveries = await self.courier.deliver(Delivery(activity))
        return Dialog(place.id, activity["id"], under, deliveries, person, value)

    def _payload(self, place: Conversation, message: Message) -> JSON:
        """The message that the command is about; of a bot it names the application."""
        written = message.activity
        content = written.get("html") or written.get("text") or ""
        moment = datetime.fromtimestamp(message.at, UTC)
        return fill(
            "objects/message_payload",
            {
                "linkToMessage": f"https://teams.microsoft.com/l/message/{place.id}/{message.id}",
                "id": message.id,
                "replyToId": None if message.root == message.id else message.root,
                "createdDateTime": f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z",
                "body": {"contentType": "html" if "html" in written else "text", "content": content},
                "from": self._author(message),
                "attachments": [],
            },
        )

    def _author(self, message: Message) -> JSON:
        nobody: JSON = {"device": None, "conversation": None, "user": None, "application": None}
        if not message.sender:
            names = {"id": self.world.app_id, "displayName": self.world.bot_name}
            return nobody | {"application": fill("objects/application", names)}
        person = self.world.people[message.sender]
        kind = "aadUser" if person.aad else "anonymousGuest"
        return nobody | {"user": {"userIdentityType": kind, "id": person.aad, "displayName": person.name}}
