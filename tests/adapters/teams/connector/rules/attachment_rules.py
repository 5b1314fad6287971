"""What may hang at a message."""

import binascii
from base64 import b64decode
from typing import Any

from tests.adapters.teams.connector.connector_error import ConnectorError, bad_argument, bad_syntax
from tests.adapters.teams.connector.conversation import Kind
from tests.adapters.teams.connector.payload import JSON
from tests.adapters.teams.connector.rules.card_rules import check_card

ADAPTIVE = "application/vnd.microsoft.card.adaptive"
CONSENT = "application/vnd.microsoft.teams.card.file.consent"
FILE_INFO = "application/vnd.microsoft.teams.card.file.info"

_CARDS = frozenset({"hero", "thumbnail", "receipt", "signin", "oauth", "list", "o365.connector"})
_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif"})

PICTURE_BYTES = 1024 * 1024
"""conversation-messages.md: a picture has at most 1 MB, as PNG, JPEG or GIF."""

_CONSENT_KEYS = {"description": str, "sizeInBytes": int, "acceptContext": dict, "declineContext": dict}


def check_attachments(attachments: Any, kind: Kind) -> None:
    """Refuse attachments that Teams does not take."""
    if not isinstance(attachments, list) or not all(isinstance(each, dict) for each in attachments):
        raise bad_syntax("Attachments must be a list of objects.")
    for attachment in attachments:
        _check(attachment, kind)


def _check(attachment: JSON, kind: Kind) -> None:
    content_type = attachment.get("contentType", "")
    if content_type == ADAPTIVE:
        check_card(attachment.get("content"))
    elif content_type == CONSENT:
        _check_consent(attachment, kind)
    elif content_type == FILE_INFO:
        _check_file_info(attachment)
    elif content_type.startswith("image/"):
        _check_picture(attachment)
    elif content_type.removeprefix("application/vnd.microsoft.card.") not in _CARDS:
        # A document, by address or as a data URI: https://github.com/NousResearch/hermes-agent/issues/113578.
        raise bad_argument("Unknown attachment type")


def _check_consent(attachment: JSON, kind: Kind) -> None:
    """Files of bots are for personal chats: msteams-docs, bots/how-to/bots-filesv4.md."""
    if kind != "personal":
        raise ConnectorError(403, "NotEnoughPermissions", "File consent is for personal chats only.")
    content = attachment.get("content")
    if not attachment.get("name") or not isinstance(content, dict):
        raise bad_argument("A file consent card needs a name and a content.")
    for key, expected in _CONSENT_KEYS.items():
        if not isinstance(content.get(key), expected):
            raise bad_argument(f"A file consent card needs {key}.")


def _check_file_info(attachment: JSON) -> None:
    content = attachment.get("content")
    complete = isinstance(content, dict) and content.get("uniqueId") and content.get("fileType")
    if not complete or not attachment.get("contentUrl") or not attachment.get("name"):
        raise bad_argument("A file card needs a name, a contentUrl, a uniqueId and a fileType.")


def _check_picture(attachment: JSON) -> None:
    url = attachment.get("contentUrl")
    if not isinstance(url, str):
        raise bad_argument("A picture needs a contentUrl.")
    if not url.startswith("data:"):
        return
    head, _, data = url.removeprefix("data:").partition(";base64,")
    if head not in _PICTURES or head != attachment["contentType"] or len(_bytes(data)) > PICTURE_BYTES:
        raise bad_argument("A picture is a PNG, JPEG or GIF of at most 1 MB.")


def _bytes(data: str) -> bytes:
    try:
        return b64decode(data, validate=True)
    except binascii.Error:
        raise bad_argument("A data URI must be base64.") from None
