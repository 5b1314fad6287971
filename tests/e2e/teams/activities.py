"""Activities that the playground's page cannot make, as Teams writes them."""

from itertools import count
from typing import Any

from tests.e2e.teams.playground import ALICE, BOT, BOT_NAME, CHAT, GROUP, TENANT, Person

JSON = dict[str, Any]

_numbers = count(1)
_KINDS = {CHAT: "personal", GROUP: "groupChat"}


def activity(service_url: str, conversation: str, by: Person = ALICE, **parts: Any) -> JSON:
    """Something that somebody does in a chat; ``parts`` say what."""
    return {
        "id": f"made-{next(_numbers)}",
        "channelId": "msteams",
        "serviceUrl": service_url,
        "from": {"id": by.id, "name": by.name, "aadObjectId": by.aad},
        "recipient": {"id": BOT, "name": BOT_NAME},
        "conversation": {"id": conversation, "conversationType": _KINDS[conversation], "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        **parts,
    }


def message(text: str) -> JSON:
    """Words."""
    return {"type": "message", "text": text, "textFormat": "plain"}


def addressed(text: str) -> JSON:
    """Words to the bot."""
    mention = f"<at>{BOT_NAME}</at>"
    entity = {"type": "mention", "mentioned": {"id": BOT, "name": BOT_NAME}, "text": mention}
    return {**message(f"{mention} {text}"), "entities": [entity]}


def shared(text: str, name: str, url: str) -> JSON:
    """Words with a file that is to be had at an address."""
    content = {"downloadUrl": url, "uniqueId": name, "fileType": name.rpartition(".")[2]}
    kind = "application/vnd.microsoft.teams.file.download.info"
    file = {"contentType": kind, "name": name, "contentUrl": url, "content": content}
    return {**message(text), "attachments": [file]}


def consent(card: str, context: JSON, upload_url: str | None) -> JSON:
    """The answer to a question for consent: yes with an address to upload to, or no."""
    value: JSON = {"type": "fileUpload", "action": "decline", "context": context}
    if upload_url is not None:
        told = {"name": "files.zip", "uniqueId": "file-1", "fileType": "zip", "contentUrl": upload_url}
        value |= {"action": "accept", "uploadInfo": {**told, "uploadUrl": upload_url}}
    return {"type": "invoke", "name": "fileConsent/invoke", "replyToId": card, "value": value}
