"""Somebody's answer to the question whether a file may be put into their OneDrive."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from adapters.teams.arrivals.delivery import Delivery
from adapters.teams.arrivals.reference import Reference
from adapters.teams.arrivals.shapes import Shape, Text, required
from core.chat.inbound import Actor
from core.chat.thread_ref import ChannelRef

INVOKE = "fileConsent/invoke"


@dataclass(frozen=True, slots=True)
class Upload:
    """Where an accepted file goes: ``upload_url`` holds a token and takes the content once.

    ``content_url`` is where people find the file then. Neither was checked: ask ``FileHosts`` before use.
    """

    name: str
    unique_id: str
    file_type: str
    content_url: str
    upload_url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FileConsent:
    """``upload`` is None if it was declined. ``context`` is what the bot wrote into the card.

    ``card`` names the post with the question, if Teams does.
    """

    actor: Actor
    channel: ChannelRef
    reference: Reference
    act: str
    card: str | None
    upload: Upload | None
    context: Mapping[str, Any]


class _UploadInfo(Shape):
    name: Text | None = None
    unique_id: Text | None = None
    file_type: Text | None = None
    content_url: Text | None = None
    upload_url: Text | None = None


class _Consent(Shape):
    action: Literal["accept", "decline"]
    context: Any = None
    upload_info: _UploadInfo | None = None


def file_consent(delivery: Delivery) -> FileConsent:
    """The answer; raises ValueError for what is none."""
    told = _Consent.model_validate(delivery.activity.value)
    return FileConsent(
        actor=delivery.actor,
        channel=delivery.channel,
        reference=delivery.reference,
        act=delivery.act,
        card=delivery.activity.reply_to_id,
        upload=_upload(told.upload_info) if told.action == "accept" else None,
        context=told.context if isinstance(told.context, dict) else {},
    )


def _upload(info: _UploadInfo | None) -> Upload:
    told = info or _UploadInfo()
    return Upload(
        name=told.name or "",
        unique_id=told.unique_id or "",
        file_type=told.file_type or "",
        content_url=told.content_url or "",
        upload_url=required(told.upload_url),
    )
