"""What people press and fill in on cards.

https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.adapters.teams.connector.card import Button, entered
from tests.adapters.teams.connector.conversation import Conversation
from tests.adapters.teams.connector.courier import Courier
from tests.adapters.teams.connector.delivery import Act, Delivery
from tests.adapters.teams.connector.envelopes import Envelopes
from tests.adapters.teams.connector.invoke_answer import InvokeAnswer, read_answer
from tests.adapters.teams.connector.payload import ABSENT, JSON, fill
from tests.adapters.teams.connector.person import Person
from tests.adapters.teams.connector.post import Post
from tests.adapters.teams.connector.world import World


@dataclass
class Press(Act):
    """A press, and what whoever pressed sees of the bot's answer."""

    @property
    def answer(self) -> InvokeAnswer:
        """The answer as Teams reads it; it says so where Teams would show that something went wrong."""
        return read_answer(self.deliveries[0].answer)


@dataclass
class Pressing:
    """Each verb delivers what a client would and shows what the bot answers."""

    world: World
    envelopes: Envelopes
    courier: Courier

    def stop(self, post: Post) -> None:
        """Press Teams' own Stop at a message that is being streamed; the bot hears of it when it goes on."""
        self.world.conversations[post.conversation].messages[post.id].stopped = True

    async def press(
        self,
        person: Person,
        post: Post,
        label: str,
        *,
        inputs: Mapping[str, str] | None = None,
        submit: bool = False,
    ) -> Press:
        """Press a button as it stood when ``post`` was looked at; clients lag behind.

        ``inputs`` is what is entered in the card, by id. ``submit`` is a client that does not know
        Action.Execute: it presses the fallback. LookupError where there is no such button, ValueError where
        the client would not send what was entered. A card that the bot answers with takes the place of the
        post's for this person.
        """
        button = post.button(label)
        if submit and button.type == "Action.Execute":
            if button.fallback is None:
                raise LookupError(f"the button {label!r} has no fallback")
            button = button.fallback
        typed = entered(post.inputs, dict(inputs or {}))
        data = {**_data(button), **typed}
        if button.type == "Action.Execute":
            return await self._execute(person, post, button, data)
        if button.type != "Action.Submit":
            raise LookupError(f"the button {label!r} tells the bot nothing: it is {button.type}")
        return await self._deliver(person, post, "submit", {"value": data})

    async def _execute(self, person: Person, post: Post, button: Button, data: JSON) -> Press:
        action = {
            "type": "Action.Execute",
            "id": button.id or ABSENT,
            "title": button.label,
            "verb": button.verb or ABSENT,
            "data": data,
        }
        known = {key: value for key, value in action.items() if value is not ABSENT}
        value = fill("objects/execute", {"action": known})
        act = await self._deliver(person, post, "invoke", {"name": "adaptiveCard/action", "value": value})
        message = self.world.conversations[post.conversation].messages.get(post.id)
        if act.answer.card is not None and message is not None:
            message.views[person.id] = act.answer.card
        return act

    async def _deliver(self, person: Person, post: Post, name: str, more: JSON) -> Press:
        place = self.world.conversations[post.conversation]
        root = post.root if place.kind == "channel" else ""
        known = {"id": self.world.identifiers.event(), "replyToId": post.id}
        data = {"source": {"name": "message"}, "legacy": {"replyToId": f"1:{post.id}"}}
        activity = self.envelopes.said(name, person, place, root, more | known, **data)
        act = Press(place.id, activity["id"], root)
        if _reaches(place):
            act.deliveries = await self.courier.deliver(Delivery(activity))
        return act


def _reaches(place: Conversation) -> bool:
    return place.bot and not place.blocked


def _data(button: Button) -> dict[str, Any]:
    """What a button brings; the ways of ``msteams`` (imBack, task/fetch …) are not known to this fake."""
    data = button.data if isinstance(button.data, dict) else {}
    if "msteams" in data:
        raise LookupError(f"the button {button.label!r} is of a kind that this fake does not know")
    return data
