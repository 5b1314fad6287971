"""Addresses that open a place in Teams' own clients (learn.microsoft.com, "Deep link to Teams chat")."""

from urllib.parse import quote

from core.chat.thread_ref import ThreadRef

_HOST = "https://teams.microsoft.com/l"
_CHANNELS = ("@thread.tacv2", "@thread.skype")


def chat_with(bot: str) -> str:
    """The chat of whoever opens it with a bot (``28:…``)."""
    return f"{_HOST}/chat/0/0?users={quote(bot, safe='')}"


def thread_address(thread: ThreadRef) -> str:
    """A thread of a channel, or where one begins in a group chat; empty in a chat with the bot.

    Such a chat has no address that its id would tell, and a thread that a button began has no message.
    """
    place, tenant = thread.channel.channel, quote(thread.channel.tenant, safe="")
    conversation = quote(place, safe="")
    if not place.startswith("19:"):
        return ""
    if not thread.thread.isdecimal():
        return "" if place.endswith(_CHANNELS) else f"{_HOST}/chat/{conversation}/conversations"
    message = f"{_HOST}/message/{conversation}/{thread.thread}?tenantId={tenant}"
    if place.endswith(_CHANNELS):
        return f"{message}&parentMessageId={thread.thread}"
    return f"{message}&context=%7B%22contextType%22%3A%22chat%22%7D"
