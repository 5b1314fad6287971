"""Where a card is to stand."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """``personal``: in somebody's chat with the bot; elsewhere ``chat`` is the address of that chat.

    The address is of our own making; empty if it is not known.
    """

    personal: bool = False
    chat: str = ""
