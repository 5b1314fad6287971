"""Places as a person finds them in Slack: by what name, and under which address."""

from dataclasses import dataclass

from core.chat.thread_ref import ChannelRef, ThreadRef


@dataclass(frozen=True, slots=True)
class Places:
    """``site`` is the workspace's address in a browser, ``own`` the person's conversation with the bot."""

    site: str
    own: ChannelRef

    def concern(self, channel: ChannelRef) -> bool:
        """Whether a place can be this person's: other people's conversations with the bot cannot."""
        return channel == self.own or not channel.channel.startswith("D")

    def name(self, channel: ChannelRef) -> str:
        """What a channel is called; where Slack knows a better name, it shows that to whoever may see it."""
        return "Direct messages with me" if channel == self.own else channel.channel

    def address(self, place: ChannelRef | ThreadRef) -> str:
        """The address as Slack's clients know it; a thread's is that of its first message.

        The same as `chat.getPermalink` gives, without asking for each.
        """
        channel = place.channel if isinstance(place, ThreadRef) else place
        message = f"/p{place.thread.replace('.', '')}" if isinstance(place, ThreadRef) else ""
        return f"{self.site}archives/{channel.channel}{message}"
