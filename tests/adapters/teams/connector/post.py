"""A message as somebody looks at it."""

from copy import deepcopy
from dataclasses import dataclass

from tests.adapters.teams.connector import seen
from tests.adapters.teams.connector.card import Button, Input, buttons_in, inputs_in
from tests.adapters.teams.connector.conversation import Conversation
from tests.adapters.teams.connector.message import Message
from tests.adapters.teams.connector.payload import JSON
from tests.adapters.teams.connector.rules.attachment_rules import ADAPTIVE


@dataclass(frozen=True)
class Post:
    """One message at one moment.

    ``text`` is what people see, ``summary`` what a notification says. ``sender`` is a person's id, empty for
    the bot. ``root`` is the channel post that it stands under, or itself. ``cards`` are those that the one
    who looks has.
    """

    conversation: str
    id: str
    root: str
    sender: str
    text: str
    raw: JSON
    cards: tuple[JSON, ...]
    edits: int
    only_for: str
    streaming: bool
    reactions: tuple[tuple[str, str], ...]

    @property
    def summary(self) -> str:
        return str(self.raw.get("summary") or "")

    @property
    def attachments(self) -> list[JSON]:
        return list(self.raw.get("attachments") or ())

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(button for card in self.cards for button in buttons_in(card))

    @property
    def inputs(self) -> tuple[Input, ...]:
        return tuple(each for card in self.cards for each in inputs_in(card))

    @property
    def links(self) -> tuple[str, ...]:
        """Where it leads: links of its texts and buttons that open an address."""
        texts = seen.texts_of(self.raw, list(self.cards))
        written = [link for text in texts for link in seen.links(text)]
        return tuple(dict.fromkeys([*written, *(each.url for each in self.buttons if each.url)]))

    @property
    def pings(self) -> tuple[str, ...]:
        """The ids of those whom it notifies: mentions whose words stand in the text or in a card."""
        entities = list(self.raw.get("entities") or ())
        for card in self.cards:
            entities += card.get("msteams", {}).get("entities", ())
        words = "\n".join(seen.texts_of(self.raw, list(self.cards)))
        mentions = [each for each in entities if each.get("type") == "mention" and each["text"] in words]
        return tuple(each["mentioned"]["id"] for each in mentions)

    def button(self, label: str) -> Button:
        """The button with a label; LookupError where there is none, as nobody can press it."""
        for button in self.buttons:
            if button.label == label:
                return button
        raise LookupError(f"no button {label!r} among {[button.label for button in self.buttons]}")


def look(place: Conversation, message: Message, viewer: str = "") -> Post:
    """A message as it is now for somebody; an answer to a press may have changed its card for one person."""
    raw = deepcopy(message.activity)
    cards = [each["content"] for each in raw.get("attachments") or () if each.get("contentType") == ADAPTIVE]
    if viewer in message.views:
        cards = [deepcopy(message.views[viewer])]
    return Post(
        conversation=place.id,
        id=message.id,
        root=message.root,
        sender=message.sender,
        text=seen.seen(raw, cards),
        raw=raw,
        cards=tuple(cards),
        edits=message.edits,
        only_for=message.only_for,
        streaming=message.streaming,
        reactions=tuple(message.reactions),
    )
