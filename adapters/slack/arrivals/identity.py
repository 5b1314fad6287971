"""Who the bot is in an installation."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """The bot's ids: ``user`` as people mention it (``U…``), ``bot`` (``B…``) and ``app`` (``A…``).

    An empty id is one that is not known; nothing is recognised by it.
    """

    user: str
    bot: str = ""
    app: str = ""
