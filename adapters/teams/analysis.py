"""The message action "Analyse with DataOps": taken in, and what became of it told to who chose it, alone."""

import asyncio
from collections.abc import Mapping
from typing import Any

import structlog

from adapters.teams.arrivals.message_action import MessageAction
from adapters.teams.conversations import Conversations
from adapters.teams.deep_links import chat_with
from adapters.teams.paces import Paces
from adapters.teams.rendering.card import render
from adapters.teams.transport import Gone, Limited, Refused, TeamsTransport, Unsure
from core.chat.card import Card, Link, Links, Text
from core.chat.desk import Desk
from core.errors import AccessRefused

logger = structlog.get_logger()

ASKING_SECONDS = 2.0
"""For the question whether the bot is there: Teams waits five for the whole answer."""

OF_TWO = "@unq.gbl.spaces"
"""How the id of a chat of two people ends, to which nobody can add a bot."""

NOTHING = (
    "That message has nothing that I could read: no pasted text (a code block of three lines or more counts "
    "as one)."
)
FILES = "Files of a message are not handed to me: send them to me in our own chat, with your question."

INSTALLS = {"msteams": {"justInTimeInstall": True}}
"""Teams adds the app to the conversation when this is pressed, then sends the action again with it
(learn.microsoft.com, "Create and send dialogs", "Request to install your conversational bot")."""

Dialog = Mapping[str, Any]
"""The answer to the invoke: a dialog that nobody else sees."""


class Analysis:
    """Says before it is taken in whether an action can be answered where it was chosen."""

    def __init__(
        self, conversations: Conversations, transport: TeamsTransport, paces: Paces, desk: Desk
    ) -> None:
        self._conversations = conversations
        self._transport = transport
        self._paces = paces
        self._desk = desk

    async def obstacle(self, came: MessageAction) -> Dialog | None:
        """Why nothing comes of it, with what to do; None where it can be taken in."""
        if came.inbound.channel.channel.endswith(OF_TWO):
            return _elsewhere(came)
        if not await self._desk.known(came.inbound):
            logger.info("action_refused", user=str(came.inbound.actor), channel=str(came.inbound.channel))
            return _sentence(str(AccessRefused()))
        if not await self._is_there(came):
            return _add_me()
        if not (came.content.said.pasted or came.content.attached.downloads):
            return _sentence("\n\n".join([NOTHING, *_left_out(came)]))
        return None

    async def _is_there(self, came: MessageAction) -> bool:
        """Whether the bot can answer here. Where that is not to be had, it tries to.

        It is asked each time: Teams does not always tell when the bot is taken out.
        """
        channel = came.inbound.channel
        try:
            async with asyncio.timeout(ASKING_SECONDS):
                present = await self._paces.reading(channel).call(
                    lambda: self._transport.present(came.reference)
                )
        except (Unsure, Limited, Refused, Gone, TimeoutError):
            return True
        if not present:
            await asyncio.to_thread(self._conversations.forget, channel)
        return present


def taken(came: MessageAction) -> Dialog:
    """What is said once it is written down."""
    where = "in its thread" if came.inbound.thread is not None else "in this chat"
    return _sentence("\n\n".join([f"I am reading it; the answer comes {where}.", *_left_out(came)]))


def astray() -> Dialog:
    """For one that names no message: chosen elsewhere, or sent anew without it after the app was added."""
    return _sentence("Choose “Analyse with DataOps” in the menu of a message, under “More actions”.")


def _left_out(came: MessageAction) -> list[str]:
    """What of the message cannot be read, and why."""
    unreachable = came.content.attached.unreachable
    return [*map(str, unreachable), *([FILES] if unreachable else [])]


def _add_me() -> Dialog:
    """A card with the button by which Teams adds the app."""
    text = Text(markdown="Add me, and I read the message right away. Others here see that I was added.")
    title = "I am not in this conversation, so I cannot answer here."
    card = render(Card(kind="notice", title=title, blocks=(text,))).payloads[0].card
    return _card({**card, "actions": [{"type": "Action.Submit", "title": "Add DataOps", "data": INSTALLS}]})


def _elsewhere(came: MessageAction) -> Dialog:
    """A chat of two people."""
    text = "Copy the text into our own chat, with your question; I answer you there."
    link = Link(label="Open our chat", url=chat_with(came.reference.bot))
    title = "Nobody can add me to a chat of two people, so I cannot answer here."
    blocks = (Text(markdown=text), Links(items=(link,)))
    return _card(render(Card(kind="notice", title=title, blocks=blocks)).payloads[0].card)


def _card(card: Mapping[str, Any]) -> Dialog:
    shown = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    value = {"title": "DataOps", "height": "small", "width": "medium", "card": shown}
    return {"task": {"type": "continue", "value": value}}


def _sentence(text: str) -> Dialog:
    return {"task": {"type": "message", "value": text}}
