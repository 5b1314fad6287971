"""What is needed to say something in a conversation later."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Scope = Literal["personal", "group", "channel"]
"""A conversation with the bot alone, a chat of several people, and a channel of a team."""


class Reference(BaseModel):
    """A conversation as Teams' own services know it.

    ``conversation`` is the id as it was delivered, with ``;messageid=`` where a channel's thread is meant;
    ``bot`` and ``user`` are the ids in it (``28:…``, ``29:…``), ``user`` empty where nobody did anything.
    ``team`` is the id of the channel's team. ``name`` is what the conversation is called; Teams tells it in
    events and seldom in messages. Both are empty where they are not told. ``shared``: Teams calls it a shared
    channel, which may have people of other teams and organisations.
    """

    model_config = ConfigDict(frozen=True)

    service_url: str
    tenant: str
    scope: Scope
    conversation: str
    bot: str
    bot_name: str
    user: str
    locale: str
    team: str = ""
    name: str = ""
    shared: bool = False
