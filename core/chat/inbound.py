"""A message that came in, in the same words for every door."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from core.chat.thread_ref import ChannelRef, Part, ThreadRef


class Actor(BaseModel):
    """Who speaks; ``str`` gives ``platform:tenant:id``. ``name`` is for reading only and grants nothing."""

    model_config = ConfigDict(frozen=True)

    platform: Part
    tenant: Part
    id: Part
    name: str = ""

    def __str__(self) -> str:
        return str(ChannelRef(platform=self.platform, tenant=self.tenant, channel=self.id))


class InboundFile(BaseModel):
    """A file as a door announces it; ``locator`` means something to that door only. ``size`` is in bytes."""

    model_config = ConfigDict(frozen=True)

    name: str
    locator: str
    size: int | None = None


class Inbound(BaseModel):
    """One thing a person did.

    ``id`` is the same for every delivery of it. ``act`` is the same for all events that one act of the
    person causes (a message and its mention). A slash command has no ``thread`` yet. ``action`` is the id
    of a pressed button or an answered question, and ``value`` what it brought. ``parameters`` are values that
    somebody gave in a form, by input name. ``named`` are the people, groups and channels that the platform
    says are meant by words of the text (``@ann``): their references by those words.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    act: str
    kind: Literal["message", "action"] = "message"
    channel: ChannelRef
    thread: ThreadRef | None = None
    actor: Actor
    text: str = ""
    files: tuple[InboundFile, ...] = ()
    parameters: Mapping[str, Any] = Field(default_factory=dict)
    named: Mapping[str, str] = Field(default_factory=dict)
    action: str | None = None
    value: Any = None
    received_at: datetime = Field(default_factory=lambda: datetime.now(UTC))

    @property
    def spelled_out(self) -> str:
        """The text with references in the place of names."""
        if not self.named:
            return self.text
        longest_first = sorted(self.named, key=len, reverse=True)
        names = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
        return names.sub(lambda match: self.named[match[0]], self.text)
