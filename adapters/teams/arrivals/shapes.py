"""The parts of Teams' activities that are read; whatever else stands in them is not looked at."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from core.chat.cleaning import wellformed

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9:@;=._~+,|!*()$&'-]{1,500}$")]
"""An id: of a conversation, person, tenant or activity. It has no character that would change an address."""

Text = Annotated[str, AfterValidator(wellformed)]

MaybeId = Annotated[Id | None, BeforeValidator(lambda value: None if value == "" else value)]
"""Teams says "nothing" as null, as an empty text, or by leaving the field out."""


class Shape(BaseModel):
    """A part of an activity; its names are Teams' own in camel case."""

    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=to_camel)


class Account(Shape):
    """A person or a bot. ``aad_object_id`` names a person for everybody, ``id`` for this bot only."""

    id: Id
    name: Text | None = None
    aad_object_id: MaybeId = None
    role: str | None = None
    is_targeted: bool | None = None


class Conversation(Shape):
    """Where something happened; in a channel the id may end in ``;messageid=`` and the first post."""

    id: Id
    conversation_type: str | None = None
    tenant_id: MaybeId = None
    name: Text | None = None


class Named(Shape):
    """A team, channel or tenant."""

    id: MaybeId = None
    name: Text | None = None


class NamedChannel(Named):
    """A channel; Teams says ``standard``, ``private`` or ``shared`` of it in one field, or nothing."""

    type: str | None = None
    membership_type: str | None = None

    @property
    def shared(self) -> bool:
        """Whether Teams calls it a shared channel."""
        return "shared" in {(each or "").lower() for each in (self.type, self.membership_type)}


class ChannelData(Shape):
    """What Teams adds to every activity."""

    tenant: Named | None = None
    team: Named | None = None
    channel: NamedChannel | None = None
    event_type: str | None = None


class Attachment(Shape):
    """A file, a picture, or the message once more as HTML; what ``content`` is depends on the type."""

    content_type: Text | None = None
    content_url: Text | None = None
    name: Text | None = None
    content: Any = None

    @property
    def kind(self) -> str:
        """The type without its parameters."""
        return (self.content_type or "").partition(";")[0].strip().lower()

    @property
    def html(self) -> str:
        """The message's own HTML, if it is that."""
        return self.content if self.kind == "text/html" and isinstance(self.content, str) else ""


class Activity(Shape):
    """Anything that Teams delivers."""

    type: str
    id: MaybeId = None
    channel_id: str | None = None
    service_url: Text
    sender: Account | None = Field(None, alias="from")
    recipient: Account
    conversation: Conversation
    channel_data: ChannelData | None = None
    locale: Text | None = None
    name: Text | None = None
    action: str | None = None
    text: Text | None = None
    attachments: list[Attachment] | None = None
    entities: Any = None
    value: Any = None
    reply_to_id: MaybeId = None
    members_added: list[Account] | None = None
    members_removed: list[Account] | None = None


def objects(value: Any) -> list[Mapping[str, Any]]:
    """The objects of a JSON list; anything else is none."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def required(value: str | None) -> str:
    """A part without which an activity makes no sense; raises ValueError."""
    if value is None:
        raise ValueError("a part of the activity is missing")
    return value
