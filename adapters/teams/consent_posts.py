"""The cards of questions whether files may be put into somebody's OneDrive, and of files that lie there."""

import asyncio
from typing import Any

import structlog

from adapters.teams.consents import Consent, Decision, PutFile
from adapters.teams.post_records import PostRecords
from adapters.teams.posting import Posting
from adapters.teams.rendering.card import render
from adapters.teams.transport import Gone, Refused
from core.chat.card import Card
from core.chat.surface import MessageRef
from core.chat.thread_ref import ThreadRef

logger = structlog.get_logger()

CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"

INTERRUPTED = "I was interrupted while I put it there; please allow it once more."

DESCRIPTION = 500
"""Characters of a card's description; a hundred names would fill the screen."""


class ConsentPosts:
    """Each question stands once, as far as that can be known, and is closed where it stands."""

    def __init__(self, posting: Posting, posts: PostRecords) -> None:
        self._posting = posting
        self._posts = posts

    async def ask(self, consent: Consent) -> None:
        """Post a question. Where nobody knows whether it stands it is posted again: two cards count once."""
        await self._posting.post_raw(consent.thread, consent.key, _question(consent, _names(consent)))

    async def ask_again(self, consent: Consent) -> None:
        """Let a question stand as if it had not been answered, and say why."""
        question = _question(consent, f"{INTERRUPTED} {_names(consent)}".strip())
        for ref in await asyncio.to_thread(self._refs, consent, None):
            await self._change(ref, question)

    async def close(self, consent: Consent, decision: Decision, pressed: str | None) -> None:
        """Leave nothing to press, on the card that was pressed on and on that which is known to stand."""
        for ref in await asyncio.to_thread(self._refs, consent, pressed):
            await self._change(ref, _sentence(decision.sentence))

    async def close_strange(self, ref: MessageRef, sentence: str) -> None:
        """Close a card of which nothing is known."""
        await self._change(ref, _sentence(sentence))

    async def show(self, consent: Consent, put: PutFile) -> None:
        """Show where a file lies, if Teams told all that its card needs."""
        if not (put.name and put.unique_id and put.file_type and put.content_url):
            return
        try:
            await self._posting.post_raw(consent.thread, f"file-{put.unique_id}", _info(put))
        except (Gone, Refused) as error:
            logger.info("file_not_shown", reason=str(error))

    def _refs(self, consent: Consent, pressed: str | None) -> set[MessageRef]:
        """Where its cards stand. Blocking."""
        refs = set[MessageRef]()
        known = self._posts.whole(consent.key)
        if known is not None and known.thread is not None and known.message is not None:
            refs.add(MessageRef(ThreadRef.parse(known.thread), known.message))
        if pressed is not None:
            refs.add(MessageRef(consent.thread, pressed))
        return refs

    async def _change(self, ref: MessageRef, activity: dict[str, Any]) -> None:
        try:
            await self._posting.change_raw(ref, activity)
        except (Gone, Refused) as error:
            logger.info("consent_not_there", post=ref.id, reason=str(error))


def _sentence(sentence: str) -> dict[str, Any]:
    return render(Card(kind="notice", title=sentence)).payloads[0].activity()


def _names(consent: Consent) -> str:
    return ", ".join(each.name for each in consent.offered.files) if consent.offered else ""


def _question(consent: Consent, description: str) -> dict[str, Any]:
    context = {"consent": consent.id}
    content = {
        "description": description[:DESCRIPTION],
        "sizeInBytes": consent.offered.size if consent.offered else 0,
        "acceptContext": context,
        "declineContext": context,
    }
    return {
        "type": "message",
        "attachments": [{"contentType": CONSENT, "name": consent.name, "content": content}],
    }


def _info(put: PutFile) -> dict[str, Any]:
    content = {"uniqueId": put.unique_id, "fileType": put.file_type}
    file = {"contentType": INFO, "contentUrl": put.content_url, "name": put.name, "content": content}
    return {"type": "message", "attachments": [file]}
