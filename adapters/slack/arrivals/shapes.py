"""The parts of Slack's payloads that are read; whatever else stands in them is not looked at."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from core.chat.cleaning import wellformed

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,200}$")]
"""An id of Slack's: of a team, channel, person, file, event or trigger."""

Stamp = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,20}(\.[0-9]{1,20})?$")]
"""A message's ``ts``: its name within its channel."""

Text = Annotated[str, AfterValidator(wellformed)]

_OrNone = BeforeValidator(lambda value: None if value == "" else value)
"""Slack says "nothing" as null, as an empty text, or by leaving the field out."""

MaybeId = Annotated[Id | None, _OrNone]
MaybeStamp = Annotated[Stamp | None, _OrNone]


class Shape(BaseModel):
    """A part of a payload."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Profile(Shape):
    """What a message says about its author; ``team`` may be an organisation."""

    team: MaybeId = None
    display_name: Text | None = None
    real_name: Text | None = None
    name: Text | None = None


class FileShape(Shape):
    """A file of a message or form. A stub of a shared channel has an id only."""

    id: Id
    name: Text | None = None
    title: Text | None = None
    size: int | None = None
    mode: str | None = None
    file_access: str | None = None
    is_external: bool | None = None
    user: MaybeId = None
    created: int | None = None


class Forwarded(Shape):
    """An attachment of a message; ``is_share`` if somebody forwarded another message in it."""

    is_share: bool | None = None
    files: list[FileShape] | None = None
    message_blocks: Any = None


class MessageShape(Shape):
    """A message, wherever it stands in a payload; only where it is an event of its own it has a channel."""

    subtype: str | None = None
    channel: MaybeId = None
    channel_type: str | None = None
    user: MaybeId = None
    ts: MaybeStamp = None
    thread_ts: MaybeStamp = None
    text: Text | None = None
    blocks: Any = None
    files: list[FileShape] | None = None
    attachments: list[Forwarded] | None = None
    bot_id: MaybeId = None
    app_id: MaybeId = None
    hidden: bool | None = None
    edited: Any = None
    team: MaybeId = None
    user_team: MaybeId = None
    user_profile: Profile | None = None


class ChangeShape(Shape):
    """An event that a message was edited or deleted."""

    channel: Id
    channel_type: str | None = None
    deleted_ts: MaybeStamp = None
    message: MessageShape | None = None
    previous_message: MessageShape | None = None


class UserShape(Shape):
    """Who pressed, submitted or chose."""

    id: Id
    name: Text | None = None
    username: Text | None = None
    team_id: MaybeId = None


class ChannelShape(Shape):
    """A channel where a payload brings it as an object."""

    id: Id
    name: Text | None = None


class ViewShape(Shape):
    """A form or a Home tab; ``private_metadata`` is what the bot put there when it opened it."""

    id: Id
    type: str = "modal"
    callback_id: Text | None = None
    private_metadata: Text | None = None
    hash: Text | None = None
    state: Any = None


class ContainerShape(Shape):
    """What a pressed element stands in."""

    type: str | None = None
    message_ts: MaybeStamp = None
    thread_ts: MaybeStamp = None
    channel_id: MaybeId = None
    is_ephemeral: bool | None = None


class ActionShape(Shape):
    """A pressed element; its value is read by ``entered.value_of``."""

    action_id: Text
    action_ts: MaybeStamp = None


class ResponseUrl(Shape):
    """Where a form may answer to, if it asked for a conversation."""

    channel_id: Id
    response_url: Text


class InteractionShape(Shape):
    """Anything somebody pressed, submitted or chose from a menu."""

    type: str
    user: UserShape
    trigger_id: MaybeId = None
    callback_id: Text | None = None
    response_url: Text | None = None
    response_urls: list[ResponseUrl] | None = None
    container: ContainerShape | None = None
    channel: ChannelShape | None = None
    message: MessageShape | None = None
    message_ts: MaybeStamp = None
    action_ts: MaybeStamp = None
    actions: list[dict[str, Any]] | None = None
    view: ViewShape | None = None
    state: Any = None
    is_cleared: bool | None = None
