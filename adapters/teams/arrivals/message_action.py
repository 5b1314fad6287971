"""An entry of the menu of a message that somebody chose."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.teams.arrivals.attached import Source
from adapters.teams.arrivals.content import Content, content
from adapters.teams.arrivals.delivery import Delivery
from adapters.teams.arrivals.ignored import Ignored, Reason
from adapters.teams.arrivals.mentions import Mentions
from adapters.teams.arrivals.reference import Reference
from adapters.teams.arrivals.shapes import Attachment, MaybeId, Shape, Text
from adapters.teams.file_hosts import FileHosts
from core.chat.inbound import Inbound

FETCH = "composeExtension/fetchTask"
SUBMIT = "composeExtension/submitAction"


@dataclass(frozen=True, slots=True)
class MessageAction:
    """An action on a message; ``inbound`` has the message's files, its thread, and who chose the action.

    ``inbound.text`` is empty: the words of the message (in ``content``) are its author's, and would be taken
    for an order of the person who chose. ``author`` is a person's or bot's id in the directory, ``message``
    the message's id; both are empty where Teams does not tell. ``opens``: a dialog is to be shown, nothing
    was sent yet; ``data`` is what was filled in. The bot need not be in the conversation.
    """

    inbound: Inbound
    content: Content
    reference: Reference
    command: str
    author: str
    message: str
    opens: bool
    data: Mapping[str, Any]


class _Author(Shape):
    id: MaybeId = None


class _From(Shape):
    user: _Author | None = None
    application: _Author | None = None


class _Body(Shape):
    content_type: str | None = None
    content: Text | None = None


class _Payload(Shape):
    id: MaybeId = None
    reply_to_id: MaybeId = None
    body: _Body | None = None
    attachments: list[Attachment] | None = None


class _Chosen(Shape):
    command_id: Text
    message_payload: dict[str, Any] | None = None
    data: Any = None


def message_action(delivery: Delivery, hosts: FileHosts) -> MessageAction | Ignored:
    """The action; raises ValueError for what is none. One that belongs to no message is none of ours."""
    chosen = _Chosen.model_validate(delivery.activity.value)
    if chosen.message_payload is None:
        return Ignored.because(Reason.UNKNOWN_INVOKE, chosen.command_id, invoke=delivery.activity.name)
    payload = _Payload.model_validate(chosen.message_payload)
    brought = _content(payload, Source(delivery.act, delivery.activity.service_url, hosts))
    return MessageAction(
        inbound=_inbound(delivery, payload, brought),
        content=brought,
        reference=delivery.reference,
        command=chosen.command_id,
        author=_author(chosen.message_payload),
        message=payload.id or "",
        opens=delivery.activity.name == FETCH,
        data=chosen.data if isinstance(chosen.data, dict) else {},
    )


def _content(payload: _Payload, source: Source) -> Content:
    body = payload.body or _Body()
    words = body.content or ""
    shown = [Attachment(contentType="text/html", content=words)] if body.content_type == "html" else []
    return content("" if shown else words, [*shown, *(payload.attachments or ())], Mentions(), source)


def _author(payload: Mapping[str, Any]) -> str:
    told = _From.model_validate(payload.get("from") or {})
    return (told.user or _Author()).id or (told.application or _Author()).id or ""


def _inbound(delivery: Delivery, payload: _Payload, brought: Content) -> Inbound:
    """In a channel, the thread of the message: the conversation's, or the one that the message begins."""
    root = delivery.root or payload.reply_to_id or payload.id
    thread = delivery.channel.thread(root) if root and delivery.scope == "channel" else None
    return Inbound(
        id=delivery.act,
        act=delivery.act,
        channel=delivery.channel,
        thread=thread,
        actor=delivery.actor,
        files=brought.attached.files,
    )
