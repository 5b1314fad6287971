"""The bot's own space in Slack: what a person may do, their runs and files, and what could be asked."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.arrivals.home import AssistantOpened, HomeOpened
from adapters.slack.door import SlackDoor
from adapters.slack.places import Places
from adapters.slack.refusal import refusal
from adapters.slack.rendering.home_view import home_view
from adapters.slack.rendering.measure import clipped
from core.chat.card import Card
from core.chat.inbound import Actor
from core.chat.thread_ref import ChannelRef

logger = structlog.get_logger()

PROMPTS = 4
"""The most that Slack shows."""

TITLE = 75
"""Characters of a prompt as it is shown; Slack documents no limit."""


class Overview(Protocol):
    """What the house knows about a person. Blocking calls."""

    def cards(self, person: Actor, places: Places) -> Sequence[Card]:
        """What they may do where, their latest runs and files."""
        ...

    def prompts(self, person: Actor, channel: ChannelRef) -> Sequence[str]:
        """What they could ask in a channel, the most useful first."""
        ...


class Home:
    """Fills the tabs that somebody opens, after Slack has its answer."""

    def __init__(self, door: SlackDoor, overview: Overview) -> None:
        self._door = door
        self._overview = overview

    def opened(self, came: HomeOpened | AssistantOpened) -> None:
        """Begin to fill what was opened."""
        if isinstance(came, AssistantOpened):
            self._door.errands.begin(self._suggest(came.actor, came.thread.channel, came.thread.thread))
        elif came.tab == "home":
            self._door.errands.begin(self._publish(came))
        else:
            self._door.errands.begin(self._suggest(came.actor, came.channel, None))

    async def _publish(self, came: HomeOpened) -> None:
        """Show the Home tab; where it was shown anew since it was opened, that stands."""
        workspace = await self._door.workspaces.of(came.actor.tenant)
        cards = await asyncio.to_thread(
            self._overview.cards, came.actor, Places(workspace.site, came.channel)
        )
        try:
            await workspace.reading.views_publish(
                user_id=came.actor.id, view=home_view(cards), hash=came.hash or None
            )
        except SlackApiError as error:
            if refusal(error) != "hash_conflict":
                raise
            logger.debug("home_shown_anew_already")

    async def _suggest(self, person: Actor, channel: ChannelRef, thread: str | None) -> None:
        """Offer what could be asked. Only Slack's older conversations have a thread to offer it in."""
        workspace = await self._door.workspaces.of(person.tenant)
        questions = await asyncio.to_thread(self._overview.prompts, person, channel)
        await workspace.reading.assistant_threads_setSuggestedPrompts(
            channel_id=channel.channel,
            thread_ts=thread,
            prompts=[prompt(question) for question in questions[:PROMPTS]],
        )


def prompt(question: str) -> dict[str, str]:
    """A question as Slack offers it."""
    return {"title": clipped(question, TITLE), "message": question}
