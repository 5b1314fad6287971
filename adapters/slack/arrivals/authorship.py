"""Whose a message is."""

from adapters.slack.arrivals.delivery import Delivery
from adapters.slack.arrivals.ignored import Ignored, Reason
from adapters.slack.arrivals.shapes import MessageShape

SPOKEN = (None, "file_share", "thread_broadcast", "me_message")
"""The subtypes of what people say; all others are notices of Slack's."""


def nobodys(shape: MessageShape, delivery: Delivery) -> Ignored | None:
    """Why a message is no person's; None for a person's."""
    if is_own(shape, delivery):
        return Ignored(Reason.OWN)
    if shape.user == "USLACKBOT" or shape.subtype == "slackbot_response":
        return Ignored(Reason.SLACKBOT)
    if shape.bot_id or shape.subtype == "bot_message":
        return Ignored.because(Reason.OTHER_BOT, shape.bot_id)
    if shape.subtype not in SPOKEN:
        return Ignored.because(Reason.NOTICE, shape.subtype)
    return Ignored(Reason.HIDDEN) if shape.hidden else None


def is_own(shape: MessageShape, delivery: Delivery) -> bool:
    """Whether the bot wrote it, by any of its ids: its messages come with and without each of them."""
    bot = delivery.bot
    return shape.user == bot.user or shape.bot_id == bot.bot or shape.app_id == bot.app


def own_team(shape: MessageShape) -> str | None:
    """The author's workspace or organisation. ``team`` comes last: in a mention it is the bot's own."""
    profile = shape.user_profile.team if shape.user_profile else None
    return shape.user_team or profile or shape.team
