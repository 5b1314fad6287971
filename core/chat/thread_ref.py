"""Where a conversation takes place."""

from typing import Annotated, Self
from urllib.parse import quote, unquote

from pydantic import BaseModel, ConfigDict, StringConstraints

Part = Annotated[str, StringConstraints(min_length=1)]
"""One part of a reference; without it there would be nothing to tell places apart by."""

_PLAIN = "@;.+=,!*()'/ "
"""Left readable inside a part; a colon and a percent sign are always escaped."""


class ChannelRef(BaseModel):
    """A channel, chat or direct message of a tenant; ``str`` gives ``platform:tenant:channel``."""

    model_config = ConfigDict(frozen=True)

    platform: Part
    tenant: Part
    channel: Part

    def __str__(self) -> str:
        return _join(self.platform, self.tenant, self.channel)

    def thread(self, thread: str) -> "ThreadRef":
        """A thread of this channel."""
        return ThreadRef(channel=self, thread=thread)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The inverse of ``str``; raises ValueError for anything else."""
        platform, tenant, channel = _split(text, 3)
        return cls(platform=platform, tenant=tenant, channel=channel)


class ThreadRef(BaseModel):
    """A thread of a channel; ``str`` gives ``platform:tenant:channel:thread`` and round-trips."""

    model_config = ConfigDict(frozen=True)

    channel: ChannelRef
    thread: Part

    def __str__(self) -> str:
        return f"{self.channel}:{_join(self.thread)}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The inverse of ``str``; raises ValueError for anything else."""
        platform, tenant, channel, thread = _split(text, 4)
        return cls(channel=ChannelRef(platform=platform, tenant=tenant, channel=channel), thread=thread)


def _join(*parts: str) -> str:
    return ":".join(quote(part, safe=_PLAIN) for part in parts)


def _split(text: str, count: int) -> list[str]:
    """The parts of a reference; a reference has one spelling only, so that equal places have equal names."""
    parts = [unquote(part) for part in text.split(":")]
    if len(parts) != count or not all(parts):
        raise ValueError(f"expected {count} parts separated by colons")
    if _join(*parts) != text:
        raise ValueError(f"it is spelled {_join(*parts)}")
    return parts
